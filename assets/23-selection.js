/* Choosing schools in a picture: the buttons above a chart set what dragging does; what lies in the
   box or lasso goes into the address, so that a copied link and Back show the same schools. */
(function () {
  "use strict";

  // The road of the page's links, without its jump to the top: the picture stays where it is.
  function keep(codes) {
    const query = new URLSearchParams(window.location.search);
    if (codes.length) query.set("pick", codes.join(","));
    else query.delete("pick");
    const text = query.toString();
    const address = window.location.pathname + (text ? "?" + text : "");
    // The same box drawn again must not cost a second step back.
    if (address === window.location.pathname + window.location.search) return;
    window.history.pushState({}, "", address);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function selected(event) {
    if (!event || !event.points) return;
    const codes = event.points.map((point) => point.customdata).filter(Boolean);
    if (codes.length) keep([...new Set(codes)]);
  }

  function listen(chart) {
    if (chart.dataset.selects) return;
    chart.dataset.selects = "1";
    chart.on("plotly_selected", selected);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-drag]");
    if (!button) return;
    const chart = button.closest(".qcard").querySelector(".js-plotly-plot");
    if (!chart) return;
    listen(chart);
    window.Plotly.relayout(chart, { dragmode: button.dataset.drag || false, selections: [] });
    button.parentElement.querySelectorAll("[data-drag]").forEach((other) => {
      other.setAttribute("aria-pressed", String(other === button));
    });
  });
})();
