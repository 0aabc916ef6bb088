// Tells what an area of a map or a mark of a plot is where one points at it; its words are the server's.
(function () {
  "use strict";

  // Pixels within which a mark is pointed at.
  const NEAR = 30;
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  // The numbers are in the table, which a screen reader reads.
  tip.setAttribute("aria-hidden", "true");
  let pointed = null;

  function place(x, y) {
    const room = 12;
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(0, Math.min(x + room, document.documentElement.clientWidth - box.width)) + "px";
    tip.style.top = (y + room + box.height > window.innerHeight ? y - room - box.height : y + room) + "px";
  }

  function tell(element, x, y) {
    if (pointed && pointed !== element) pointed.classList.remove("pointed");
    pointed = element;
    tip.hidden = !element;
    if (!element) return;
    element.classList.add("pointed");
    if (!tip.isConnected) document.body.append(tip);
    if (tip.textContent !== element.dataset.tip) tip.textContent = element.dataset.tip;
    place(x, y);
  }

  // What is pointed at: itself, or of a plot's small marks the nearest.
  function at(event) {
    const target = event.target.closest && event.target.closest("[data-tip], .plot");
    if (!target || target.dataset.tip) return target;
    let least = NEAR;
    let nearest = null;
    target.querySelectorAll("[data-tip]").forEach(function (mark) {
      const box = mark.getBoundingClientRect();
      const away = Math.hypot(event.clientX - (box.left + box.right) / 2, event.clientY - (box.top + box.bottom) / 2);
      if (away < least) {
        least = away;
        nearest = mark;
      }
    });
    return nearest;
  }

  // A finger moves nothing before it touches.
  ["pointermove", "pointerdown"].forEach(function (name) {
    document.addEventListener(name, function (event) { tell(at(event), event.clientX, event.clientY); });
  });
  // A mark's evidence opens where it is pointed at.
  document.addEventListener("click", function (event) {
    const mark = event.target.closest && at(event);
    if (mark && mark.dataset.href) document.dispatchEvent(new CustomEvent("anlan-go", { detail: mark.dataset.href }));
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
