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

  let latest = 0;
  // The page whose frame is there.
  let framed = null;

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.anlan = {
    // The view of an address, of the build served; of answers that overtake each other the last asked for.
    view: async function (path, search, edition) {
      const asked = ++latest;
      const address = "/view/" + edition + path + search;
      const answer = await fetch(address).then(function (response) { return response.json(); }, function () { return null; });
      // Where the server is not reached, what is shown stays.
      return asked === latest && answer ? answer : window.dash_clientside.no_update;
    },
    // The frame of a view's page, when another one is shown.
    frame: function (view, frames) {
      if (!view || view.page === framed) return window.dash_clientside.no_update;
      if (framed) window.anlan.clear();
      framed = view.page;
      return frames[view.page];
    },
    // Puts the view in once both it and its page's frame are there. Returns which page is shown.
    show: function (view) {
      const output = window.dash_clientside.callback_context.outputs_list;
      if (!view || output.id !== "shown-" + view.page) return window.dash_clientside.no_update;
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
      Object.entries(view.figures).forEach(function ([name, figure]) {
        const text = JSON.stringify(figure);
        // Plotly writes into what it is given.
        if (!isShown(document.getElementById(name), text)) window.anlan.draw(name, JSON.parse(text), view.config);
      });
      return view.page;
    },
  };
})();
