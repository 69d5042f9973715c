/* Cells of grids that open a page: links on the road of the router, by mouse and by Enter. */
(function () {
  "use strict";
  const cells = (window.dashAgGridComponentFunctions =
    window.dashAgGridComponentFunctions || {});

  cells.OpenedCell = function (props) {
    const href = props.data && props.data.href;
    if (!href) return props.value || "";
    return window.React.createElement(
      "a",
      { href, "data-page": "", className: "cell-link" },
      props.value,
    );
  };

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".ag-cell")) return;
    const link = event.target.querySelector("a.cell-link");
    if (link) link.click();
  });
})();
