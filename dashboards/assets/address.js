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

  document.addEventListener("change", function (event) {
    const parameter = event.target.dataset && event.target.dataset.parameter;
    if (!parameter) return;
    const query = new URLSearchParams(location.search);
    query.set(parameter, event.target.value);
    event.target.dataset.clears.split(" ").forEach(function (name) { if (name) query.delete(name); });
    go("?" + query.toString().replaceAll("%2C", ","));
  });

  document.addEventListener("click", function (event) {
    const link = event.target.closest && event.target.closest("a[data-in-place]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });

  document.addEventListener("anlan-go", function (event) { go(event.detail); });

  // A link that plays a button answers the space bar as one.
  document.addEventListener("keydown", function (event) {
    if (event.key !== " " || !event.target.matches("a[role=button]")) return;
    event.preventDefault();
    event.target.click();
  });
})();
