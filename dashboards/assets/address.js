// The address is the view: filters and links change it in place, and the page follows the address.
// Here belongs what only a browser can do; every decision about content is the server's.
(function () {
  "use strict";

  function go(href) {
    const wanted = new URL(href, location.href);
    if (wanted.pathname === location.pathname && wanted.search === location.search) return;
    const isOtherPage = wanted.pathname !== location.pathname;
    history.pushState({}, "", wanted.pathname + wanted.search + wanted.hash);
    window.anlan.turn();
    if (isOtherPage) window.scrollTo(0, 0);
  }

  // The address after a choice in a filter.
  function chosen(filter, value) {
    const query = new URLSearchParams(location.search);
    query.set(filter.dataset.parameter, value);
    filter.dataset.clears.split(" ").forEach(function (name) { if (name) query.delete(name); });
    return "?" + query.toString().replaceAll("%2C", ",");
  }

  document.addEventListener("change", function (event) {
    if (event.target.dataset && event.target.dataset.parameter) go(chosen(event.target, event.target.value));
  });

  document.addEventListener("click", function (event) {
    const link = event.target.closest && event.target.closest("a[data-in-place]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });

  // What a reader is about to choose is fetched ahead: where a link is pointed at, and one step from what a filter shows.

  const fetched = new Set();

  function fetchAhead(href) {
    const address = window.anlan.viewOf(new URL(href, location.href));
    if (fetched.has(address)) return;
    fetched.add(address);
    fetch(address, { priority: "low" }).catch(function () { fetched.delete(address); });
  }

  function pointedAt(target) {
    const link = target.closest && target.closest("a[data-in-place]");
    if (link) fetchAhead(link.getAttribute("href"));
    const filter = target.closest && target.closest("select[data-parameter]");
    if (!filter) return;
    [filter.selectedIndex - 1, filter.selectedIndex + 1].forEach(function (place) {
      const option = filter.options[place];
      if (option && !option.disabled) fetchAhead(chosen(filter, option.value));
    });
  }

  // Who only passes over a link does not point at it.
  const REST = 80;
  let resting = 0;

  ["pointerover", "focusin"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      clearTimeout(resting);
      resting = setTimeout(pointedAt, REST, event.target);
    });
  });

  document.addEventListener("anlan-go", function (event) { go(event.detail); });

  // A link that plays a button answers the space bar as one.
  document.addEventListener("keydown", function (event) {
    if (event.key !== " " || !event.target.matches("a[role=button]")) return;
    event.preventDefault();
    event.target.click();
  });
})();
