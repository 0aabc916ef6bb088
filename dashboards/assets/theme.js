// Light or dark: the system's choice until the reader makes one, which this browser remembers.
(function () {
  "use strict";
  const KEY = "anlan-theme";
  const root = document.documentElement;

  function remembered() {
    try { return localStorage.getItem(KEY); } catch (error) { return null; }
  }

  const chosen = remembered();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

  document.addEventListener("click", function (event) {
    if (!event.target.closest || !event.target.closest("#theme-toggle")) return;
    const shown = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    root.dataset.theme = shown === "dark" ? "light" : "dark";
    // Without storage the choice holds until the page is left.
    try { localStorage.setItem(KEY, root.dataset.theme); } catch (error) { /* private mode */ }
  });
})();
