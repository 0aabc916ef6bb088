// Paper is narrower than a screen, and a browser prints figures as they were drawn: they are drawn for the paper first.
(function () {
  "use strict";

  // A4 less the margins of the stylesheet, in CSS pixels.
  const PAPER = 680;

  function figures() {
    return Array.from(document.querySelectorAll(".js-plotly-plot")).filter(function (graph) { return graph.clientWidth > 0; });
  }

  window.addEventListener("beforeprint", function () {
    figures().forEach(function (graph) { window.Plotly.relayout(graph, { width: PAPER, autosize: false }); });
  });

  window.addEventListener("afterprint", function () {
    figures().forEach(function (graph) { window.Plotly.relayout(graph, { width: null, autosize: true }); });
  });
})();
