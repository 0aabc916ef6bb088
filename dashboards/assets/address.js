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

  // What a reader is about to choose is fetched ahead: the view of a link that is pointed at; of a filter that is turned to
  // those of its options, one after the other from what it shows, as long as it is.

  // Fewer than a list shows at once are read before one is chosen.
  const MOST = 24;
  // What was fetched, by its address: ended or under way.
  const fetched = new Map();

  function fetchAhead(href) {
    const address = window.anlan.viewOf(new URL(href, location.href));
    if (!fetched.has(address)) {
      fetched.set(address, fetch(address, { priority: "low" })
        .then(function (response) { return response.arrayBuffer(); })
        .catch(function () { fetched.delete(address); }));
    }
    return fetched.get(address);
  }

  // The options that can be chosen, the nearest to the one shown first.
  function fromShown(filter) {
    const shown = filter.selectedIndex;
    return Array.from(filter.options)
      .filter(function (option) { return !option.disabled && option.index !== shown; })
      .sort(function (one, other) { return Math.abs(one.index - shown) - Math.abs(other.index - shown); })
      .slice(0, MOST);
  }

  // Turning to a filter again, or to another one, ends the round before: the server is asked for one view at a time.
  let round = 0;

  async function fetchOptions(filter) {
    const mine = ++round;
    const here = location.search;
    for (const option of fromShown(filter)) {
      const isTurnedTo = filter.matches(":hover") || filter === document.activeElement;
      if (mine !== round || location.search !== here || !isTurnedTo) return;
      await fetchAhead(chosen(filter, option.value));
    }
  }

  function pointedAt(target) {
    const link = target.closest && target.closest("a[data-in-place]");
    if (link) fetchAhead(link.getAttribute("href"));
    const filter = target.closest && target.closest("select[data-parameter]");
    if (filter) fetchOptions(filter);
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

  // Who goes through a filter's options by the keyboard goes on.
  document.addEventListener("anlan-shown", function () { pointedAt(document.activeElement); });

  document.addEventListener("anlan-go", function (event) { go(event.detail); });

  // A link that plays a button answers the space bar as one.
  document.addEventListener("keydown", function (event) {
    if (event.key !== " " || !event.target.matches("a[role=button]")) return;
    event.preventDefault();
    event.target.click();
  });
})();
