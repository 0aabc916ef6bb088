// Paper is narrower than a screen, and a browser prints figures as they were drawn: they are drawn for the paper first.
(function () {
  "use strict";

  // A4 less the margins of the stylesheet, in CSS pixels.
  const PAPER = 680;

  window.addEventListener("beforeprint", function () {
    window.anlan.drawAll();
    window.anlan.drawn().forEach(function (plot) { window.Plotly.relayout(plot, { width: PAPER, autosize: false }); });
  });

  window.addEventListener("afterprint", function () {
    window.anlan.drawn().forEach(function (plot) { window.Plotly.relayout(plot, { width: null, autosize: true }); });
  });
})();
