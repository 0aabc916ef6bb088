// Turns the boards of the wall. Which boards there are, their words and how long each stays is the server's.
(function () {
  "use strict";

  // So wide a wall has two boards beside each other.
  const WIDE = matchMedia("(min-aspect-ratio: 5/2)");
  let first = 0;
  let waited = 0;
  let isPaused = false;

  function wall() { return document.getElementById("wall-boards"); }

  function boards() { return Array.from(wall().children).filter(function (board) { return !board.hidden; }); }

  function beside() { return WIDE.matches ? Math.min(2, boards().length) : 1; }

  function lay() {
    if (!wall()) return;
    const all = boards();
    const turn = Number(wall().dataset.turn);
    if (!all.length) return;
    first = ((first % all.length) + all.length) % all.length;
    const shown = Array.from({ length: beside() }, function (_, place) { return all[(first + place) % all.length]; });
    all.forEach(function (board) {
      board.classList.toggle("wall-shown", shown.includes(board));
      board.style.gridColumn = shown.indexOf(board) + 1 || 1;
    });
    document.querySelector(".wall-place").textContent = shown.map(function (board) { return all.indexOf(board) + 1; }).join("–") + " / " + all.length;
    const pause = document.querySelector("[data-wall=pause]");
    pause.hidden = !turn || all.length <= beside();
    pause.textContent = isPaused ? "▶" : "❚❚";
    pause.setAttribute("aria-label", isPaused ? wall().dataset.paused : wall().dataset.turning);
  }

  function step(by) {
    first += by * beside();
    waited = 0;
    lay();
  }

  const doings = {
    back: function () { step(-1); },
    next: function () { step(1); },
    pause: function () { isPaused = !isPaused; waited = 0; lay(); },
  };
  const keys = { ArrowLeft: "back", PageUp: "back", ArrowRight: "next", PageDown: "next", " ": "pause" };

  setInterval(function () {
    const turn = wall() && Number(wall().dataset.turn);
    if (!turn || isPaused) return;
    waited += 1;
    if (waited >= turn) step(1);
  }, 1000);

  lay();
  document.addEventListener("anlan-shown", lay);
  WIDE.addEventListener("change", lay);

  document.addEventListener("click", function (event) {
    const button = event.target.closest && event.target.closest("[data-wall]");
    if (button) doings[button.dataset.wall]();
  });

  document.addEventListener("keydown", function (event) {
    if (!wall() || event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) return;
    // On a button the space bar is the button's own.
    if (event.key === " " && event.target.closest("button, a")) return;
    event.preventDefault();
    doings[keys[event.key]]();
  });
})();
