// Draws figures with Plotly: those on the screen at once, the others after them in turns so short that no click waits.
// What a figure is, its words and its place are the server's.
(function () {
  "use strict";

  const WAIT = 100;
  const TURN = 40;
  // Figures to be drawn, by the element that they are drawn in; the newest for each.
  const wanted = new Map();
  let isTurnComing = false;
  let isResizing = 0;

  // What is shown only now is drawn now; what has another width is drawn anew.
  const sizes = new ResizeObserver(function (entries) {
    come();
    if (!entries.some(function (entry) { return hasOtherSize(entry.target); })) return;
    clearTimeout(isResizing);
    isResizing = setTimeout(function () {
      drawn().filter(hasOtherSize).forEach(function (plot) { window.Plotly.Plots.resize(plot); });
    }, WAIT);
  });

  function hasOtherSize(plot) {
    const size = plot._fullLayout;
    // Plotly's pixels have parts, those of the element have none.
    const differs = function (one, other) { return Math.abs(one - other) >= 1; };
    return Boolean(size && plot.clientWidth) && (differs(size.width, plot.clientWidth) || differs(size.height, plot.clientHeight));
  }

  function isOnScreen(element) {
    const place = element.getBoundingClientRect();
    return place.bottom > 0 && place.top < window.innerHeight;
  }

  function draw(element, figure) {
    const isFirst = !element.data;
    window.Plotly.react(element, figure.data, figure.layout, figure.config);
    if (!isFirst) return;
    // A click on a point leads where its figure says.
    element.on("plotly_click", function (click) {
      const href = click.points[0].customdata;
      if (href) document.dispatchEvent(new CustomEvent("anlan-go", { detail: href }));
    });
  }

  function drawNow(elements) {
    elements.forEach(function (element) {
      const figure = wanted.get(element);
      wanted.delete(element);
      draw(element, figure);
    });
  }

  // What has its place; what has none is drawn when it is shown.
  function placed() {
    return Array.from(wanted.keys()).filter(function (element) { return element.clientWidth > 0; });
  }

  function drawNext() {
    isTurnComing = false;
    const began = performance.now();
    const waiting = placed();
    // After every turn the browser lays the page out anew: one for each figure would take longer than the figures.
    while (waiting.length && performance.now() - began < TURN) drawNow([waiting.shift()]);
    if (waiting.length) come();
  }

  function come() {
    if (isTurnComing || !wanted.size) return;
    isTurnComing = true;
    setTimeout(drawNext);
  }

  function drawn() {
    return Array.from(document.querySelectorAll(".js-plotly-plot")).filter(function (plot) { return plot.clientWidth > 0; });
  }

  window.anlan = {
    // Has a figure drawn in the element of a name, in place of what is drawn there.
    draw: function (name, figure, config) {
      const element = document.querySelector("#" + name + " > .plot");
      wanted.set(element, Object.assign({}, figure, { config: config }));
      sizes.observe(element);
      come();
    },
    // Draws at once what is on the screen.
    drawShown: function () { drawNow(placed().filter(isOnScreen)); },
    // Draws at once all that has its place, as long as nobody could have clicked yet.
    drawFirst: function () { drawNow(placed()); },
    // Draws at once what is still to be drawn: paper has no screen.
    drawAll: function () { drawNow(Array.from(wanted.keys())); },
    // The plots that are drawn and seen.
    drawn: drawn,
    // Takes down what is drawn, before its page goes.
    clear: function () {
      wanted.clear();
      sizes.disconnect();
      document.querySelectorAll(".js-plotly-plot").forEach(function (plot) { window.Plotly.purge(plot); });
    },
  };
})();
