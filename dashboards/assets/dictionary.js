// Finding in the dictionary: entries that hold none of the words typed are hidden. The entries are the server's.
(function () {
  "use strict";

  function find(field) {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const entries = document.querySelectorAll("#dictionary-entries .entry");
    let found = 0;
    entries.forEach(function (entry) {
      entry.hidden = !words.every(function (word) { return entry.dataset.foundBy.includes(word); });
      if (!entry.hidden) found += 1;
    });
    document.querySelectorAll("#dictionary-entries .dictionary-section").forEach(function (section) {
      section.hidden = !section.querySelector(".entry:not([hidden])");
    });
    document.getElementById("dictionary-nothing").hidden = found > 0;
  }

  document.addEventListener("input", function (event) {
    if (event.target.id === "dictionary-query") find(event.target);
  });
})();
