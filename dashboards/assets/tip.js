// Tells what an area of a map is where one points at it; its words are the server's.
(function () {
  "use strict";

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  // The numbers are in the table, which a screen reader reads.
  tip.setAttribute("aria-hidden", "true");

  function place(x, y) {
    const room = 12;
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(0, Math.min(x + room, document.documentElement.clientWidth - box.width)) + "px";
    tip.style.top = (y + room + box.height > window.innerHeight ? y - room - box.height : y + room) + "px";
  }

  function tell(element, x, y) {
    const told = element && element.dataset.tip;
    tip.hidden = !told;
    if (!told) return;
    if (!tip.isConnected) document.body.append(tip);
    if (tip.textContent !== told) tip.textContent = told;
    place(x, y);
  }

  // A finger moves nothing before it touches.
  ["pointermove", "pointerdown"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      tell(event.target.closest && event.target.closest("[data-tip]"), event.clientX, event.clientY);
    });
  });
  document.addEventListener("focusin", function (event) {
    const area = event.target.querySelector && event.target.closest(".area-map a") && event.target.querySelector("[data-tip]");
    const box = area ? area.getBoundingClientRect() : { left: 0, bottom: 0 };
    tell(area, box.left, box.bottom);
  });
  ["scroll", "anlan-shown"].forEach(function (name) {
    document.addEventListener(name, function () { tell(null); }, { passive: true });
  });
})();
