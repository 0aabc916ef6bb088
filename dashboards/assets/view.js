// Puts a view into the page's frame, only where it differs from what is shown. Its content is the server's.
(function () {
  "use strict";

  // What each element was last given: an element of a page put in anew was given nothing.
  const shown = new WeakMap();

  function isShown(element, content) {
    const same = shown.get(element) === content;
    shown.set(element, content);
    return same;
  }

  function fill(id, markup) {
    const element = document.getElementById(id);
    if (isShown(element, markup)) return;
    const focused = element.contains(document.activeElement) && document.activeElement !== element && document.activeElement.id;
    // The server escapes every word in it.
    element.innerHTML = markup;
    // On a narrow screen the menu is longer than the screen.
    const current = element.querySelector("#menu [aria-current]");
    if (current) current.parentElement.scrollLeft = current.offsetLeft - current.parentElement.clientWidth / 3;
    // What the address asks for may be far down.
    const wanted = element.querySelector("[data-shown]");
    if (wanted) wanted.scrollIntoView();
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
    if (head.path === location.pathname && head.search !== location.search) history.replaceState({}, "", location.pathname + head.search + location.hash);
  }

  // Buttons that save say only the form of the file; in full it is said to who asks.
  function nameSaving(saves) {
    window.dash_clientside.anlan.saves = saves;
    document.querySelectorAll("button[data-save]").forEach(function (button) {
      button.title = saves[button.dataset.save];
      button.setAttribute("aria-label", saves[button.dataset.save]);
    });
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.anlan = {
    // The frame of the page at a path.
    frame: function (path, frames) {
      return frames[path] || Object.values(frames)[0];
    },
    // A click on a point leads where its figure says.
    open: function (click) {
      const href = click && click.points[0].customdata;
      if (href) document.dispatchEvent(new CustomEvent("anlan-go", { detail: href }));
      return null;
    },
    // Puts the view in once both it and its page's frame are there. Returns the figures that differ, in the order of
    // the callback's outputs, the first of which says which page is shown.
    show: function (view) {
      const outputs = window.dash_clientside.callback_context.outputs_list;
      const nothing = outputs.map(function () { return window.dash_clientside.no_update; });
      if (!view || outputs[0].id !== "shown-" + view.page) return nothing;
      if (view.head) setHead(view.head);
      window.dash_clientside.anlan.caption = view.caption;
      Object.entries(view.attributes).forEach(function ([id, attributes]) {
        setAttributes(document.getElementById(id), attributes);
      });
      Object.entries(view.markup).forEach(function ([id, markup]) { fill(id, markup); });
      if (view.head) nameSaving(view.head.saves);
      document.dispatchEvent(new Event("anlan-shown"));
      // A choice made by hand that was not followed.
      document.querySelectorAll("select[data-parameter] option[selected]").forEach(function (option) {
        option.parentElement.value = option.value;
      });
      return outputs.map(function (output, place) {
        if (place === 0) return view.page;
        const figure = view.figures[output.id];
        const same = !figure || isShown(document.getElementById(output.id), JSON.stringify(figure));
        return same ? window.dash_clientside.no_update : figure;
      });
    },
  };
})();
