/* Cells of grids that open a page: links on the road of the router, by mouse and by Enter. On
   phones the columns that say what a row is come first and take the room beside the pinned one; the
   others are scrolled to. */
(function () {
  "use strict";
  const cells = (window.dashAgGridComponentFunctions =
    window.dashAgGridComponentFunctions || {});

  const NOTHING = ["", "–", "$0.00"];

  // The address of a cell: the row's own, or that of the column with texts of the row in it. The
  // row of totals opens nothing.
  function opened(props) {
    if (!props.data || (props.node && props.node.rowPinned)) return "";
    if (!props.opensAt) return props.data.href;
    if (NOTHING.includes(String(props.value ?? ""))) return "";
    return props.opensAt.replace(/\{(\w+)\}/g, (_, field) => encodeURIComponent(props.data[field] ?? ""));
  }

  cells.OpenedCell = function (props) {
    const href = opened(props);
    const text = cells.Found(props); // what is searched for is marked (24-rows.js)
    if (!href) return text;
    const looks = (props.colDef.cellClass || []).includes("n") ? "cell-link dig" : "cell-link";
    return window.React.createElement("a", { href, "data-page": "", className: looks }, text);
  };

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".ag-cell")) return;
    const link = event.target.querySelector("a.cell-link");
    if (link) link.click();
  });

  const PHONE = 600;
  const PEEK = 28; // of the next column, so that one sees there is more

  function arrange(box, api) {
    const order = (one) => (one.context || {}).phone || Infinity;
    const every = api.getColumnDefs();
    const foremost = every.filter((one) => order(one) < Infinity).length;
    if (!foremost) return;
    const pinned = api.getDisplayedRightColumns().reduce((sum, one) => sum + one.getActualWidth(), 0);
    const sorted = every
      .map((one, place) => ({ one, place }))
      .sort((left, right) => order(left.one) - order(right.one) || left.place - right.place)
      .map(({ one }) => one);
    // The last of the foremost columns takes what the others leave.
    const taken = sorted.slice(0, foremost - 1).reduce((sum, one) => sum + one.width, 0);
    const width = Math.max(110, box.clientWidth - pinned - PEEK - taken);
    sorted[foremost - 1] = { ...sorted[foremost - 1], flex: null, minWidth: 70, width };
    api.setGridOption("columnDefs", sorted);
  }

  function found(grid) {
    if (window.innerWidth > PHONE || !grid.id || grid.dataset.arranged) return;
    grid.dataset.arranged = "1";
    window.dash_ag_grid
      .getApiAsync(grid.id)
      .then((api) => arrange(grid, api))
      .catch(() => {}); // a grid that is gone before it is drawn needs no order
  }

  new MutationObserver(() => {
    document.querySelectorAll(".gridbox .rows").forEach(found);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
