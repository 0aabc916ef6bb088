// Follows the address: its view is asked for and put into the page, only where it differs from what is shown.
// The first view comes in the document; its content, as all content, is the server's.
(function () {
  "use strict";

  const first = JSON.parse(document.getElementById("first-view").textContent);

  // What each element was last given: an element of a page put in anew was given nothing.
  const given = new WeakMap();
  let edition = first.edition;
  // The page whose frame is there.
  let framed = first.page;
  let latest = 0;
  // The server is asked twice a minute which edition it serves; so long without an answer, and it is away.
  const AWAY = 150000;
  const away = document.getElementById("away");
  let heard = Date.now();
  setInterval(function () { away.hidden = Date.now() - heard < AWAY; }, 5000);

  function isGiven(element, mark) {
    const same = given.get(element) === mark;
    given.set(element, mark);
    return same;
  }

  function fill(id, markup, mark) {
    const element = document.getElementById(id);
    if (isGiven(element, mark)) return;
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
    away.textContent = head.away;
    document.documentElement.lang = head.lang;
    document.title = head.title;
  }

  // The address put right where it asked for what does not exist.
  function setAddress(head) {
    if (head.path === location.pathname && head.search !== location.search) history.replaceState({}, "", location.pathname + head.search + location.hash);
  }

  // Buttons that save say only the form of the file; in full it is said to who asks.
  function nameSaving(saves) {
    document.querySelectorAll("button[data-save]").forEach(function (button) {
      if (button.title === saves[button.dataset.save]) return;
      button.title = saves[button.dataset.save];
      button.setAttribute("aria-label", saves[button.dataset.save]);
    });
  }

  function scroll(isTurned) {
    // On a narrow screen the menu is longer than the screen.
    const current = document.querySelector("#menu [aria-current]");
    const menu = current && current.parentElement;
    if (menu && menu.scrollWidth > menu.clientWidth) menu.scrollLeft = current.offsetLeft - menu.clientWidth / 3;
    // What the address asks for may be far down.
    const wanted = document.querySelector("[data-shown]") || (isTurned && document.getElementById(location.hash.slice(1)));
    if (wanted && !isGiven(wanted, "seen")) wanted.scrollIntoView();
  }

  // What is the same whether the view came in the document or after it.
  function settle(view, isTurned) {
    window.anlan.shown = { caption: view.caption, saves: view.head.saves };
    setAddress(view.head);
    nameSaving(view.head.saves);
    scroll(isTurned);
    document.dispatchEvent(new Event("anlan-shown"));
  }

  function show(view) {
    const isTurned = view.page !== framed;
    if (isTurned) {
      framed = view.page;
      document.documentElement.dataset.page = framed;
      document.getElementById("frame").replaceChildren(document.getElementById("frame-of-" + framed).content.cloneNode(true));
    }
    setHead(view.head);
    Object.entries(view.attributes).forEach(function ([id, attributes]) {
      setAttributes(document.getElementById(id), attributes);
    });
    Object.entries(view.markup).forEach(function ([id, markup]) { fill(id, markup, view.marks[id]); });
    // A choice made by hand that was not followed.
    document.querySelectorAll("select[data-parameter] option[selected]").forEach(function (option) {
      option.parentElement.value = option.value;
    });
    settle(view, isTurned);
  }

  // Where the view of an address is, of the edition shown. The browser keeps what was fetched from there.
  function viewOf(address) { return "/view/" + edition + address.pathname + address.search; }

  // Shows the view of the address; of answers that overtake each other the last asked for.
  async function turn() {
    const asked = ++latest;
    const view = await fetch(viewOf(location))
      .then(function (response) { return response.json(); })
      // Where the server is not reached, what is shown stays.
      .catch(function () { return null; });
    if (asked === latest && view) show(view);
  }

  window.anlan = { turn: turn, viewOf: viewOf };
  window.addEventListener("popstate", turn);

  // Called by Dash with the edition that is served (`callbacks.py`).
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    anlan: {
      follow: function (served) {
        heard = Date.now();
        if (served !== edition) {
          edition = served;
          turn();
        }
        return served;
      },
    },
  });

  Object.entries(first.marks).forEach(function ([id, mark]) {
    given.set(document.getElementById(id), mark);
  });
  settle(first);
})();
