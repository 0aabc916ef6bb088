// Puts a view into the page's frame, only where it differs from what is shown. Its content is the server's.
(function () {
  "use strict";

  // What each element was last given, by its id.
  const shown = {};

  function isShown(kind, id, content) {
    const key = kind + " " + id;
    const same = shown[key] === content;
    shown[key] = content;
    return same;
  }

  function fill(id, markup) {
    if (isShown("markup", id, markup)) return;
    const element = document.getElementById(id);
    const focused = element.contains(document.activeElement) && document.activeElement !== element && document.activeElement.id;
    // The server escapes every word in it.
    element.innerHTML = markup;
    // Elements are made anew with their place: what had the focus gets it back.
    const again = focused && document.getElementById(focused);
    if (again) again.focus({ preventScroll: true });
  }

  function setAttributes(element, attributes) {
    Object.entries(attributes).forEach(function ([name, value]) {
      if (value === null) element.removeAttribute(name);
      else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    });
  }

  function setHead(head) {
    document.documentElement.lang = head.lang;
    document.title = head.title;
    // The address put right where it asked for what does not exist.
    if (head.search !== location.search) history.replaceState({}, "", location.pathname + head.search + location.hash);
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.anlan = {
    // Returns the figures that differ, in the order of the callback's outputs.
    show: function (view) {
      if (view.head) setHead(view.head);
      Object.entries(view.attributes).forEach(function ([id, attributes]) {
        setAttributes(document.getElementById(id), attributes);
      });
      Object.entries(view.markup).forEach(function ([id, markup]) { fill(id, markup); });
      // A choice made by hand that was not followed.
      document.querySelectorAll("select[data-parameter] option[selected]").forEach(function (option) {
        option.parentElement.value = option.value;
      });
      return window.dash_clientside.callback_context.outputs_list.map(function (output) {
        const figure = view.figures[output.id];
        const same = !figure || isShown("figure", output.id, JSON.stringify(figure));
        return same ? window.dash_clientside.no_update : figure;
      });
    },
  };
})();
