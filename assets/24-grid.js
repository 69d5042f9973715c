/* Cells of grids that open a page: links on the road of the router, by mouse and by Enter. Columns
   begin whole: none is cut at the edge or under the pinned one; the others are scrolled to. On
   phones what says what a row is stands in one cell, the name above and the rest small below. */
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

  // A row without a name, as that of the totals, is called by the rest.
  cells.Folded = function (props) {
    const element = window.React.createElement;
    const texts = props.below.map((field) => (props.data || {})[field]);
    const below = texts.filter((text) => text && text !== "–");
    const isNamed = props.value || !below.length;
    const name = isNamed ? cells[props.within](props) : below.shift();
    return element(
      "span",
      { className: "folded" },
      element("span", null, name),
      below.length ? element("small", { title: below.join(", ") }, below.join(" · ")) : null,
    );
  };

  const PHONE = 600;
  const NAME = 170; // pixels that the cell of a folded row has at least
  const PINNED = 124; // pixels that hold millions with their cents

  const isNumber = (one) => [].concat(one.cellClass || []).includes("n");

  // The name with what says what a row is below it, then figures, then the other columns.
  function folded(every) {
    const place = (one) => (one.context || {}).phone || Infinity;
    const [name, ...below] = every
      .filter((one) => place(one) < Infinity)
      .sort((left, right) => place(left) - place(right));
    if (!name) return every;
    const rest = every.filter((one) => one !== name && !below.includes(one));
    const params = {
      ...name.cellRendererParams,
      within: name.cellRenderer || "Found",
      below: below.map((one) => one.field),
    };
    const cell = { cellRenderer: "Folded", cellRendererParams: params };
    return [
      { ...name, ...cell, cellClass: ["name"], flex: 1, minWidth: NAME },
      ...rest.filter(isNumber),
      ...rest.filter((one) => !isNumber(one)),
      ...below,
    ].map((one) => (one.pinned ? { ...one, width: Math.min(one.width, PINNED) } : one));
  }

  // As many columns as are whole; one of them takes what is left, so that the next begins outside.
  function fit(box, api) {
    const shown = api.getAllDisplayedColumns();
    const width = (one) => (one.getColDef().flex ? one.getMinWidth() : one.getActualWidth());
    const pinned = shown.filter((one) => one.getPinned());
    const free = shown.filter((one) => !one.getPinned());
    let room = box.clientWidth - pinned.reduce((sum, one) => sum + one.getActualWidth(), 0);
    let many = 0;
    while (many < free.length && width(free[many]) <= room) room -= width(free[many++]);
    if (!many || many === free.length) return;
    const whole = free.slice(0, many);
    const grown =
      whole.find((one) => one.getColDef().flex) ||
      whole.findLast((one) => !isNumber(one.getColDef())) ||
      whole[many - 1];
    api.setColumnWidths([{ key: grown, newWidth: width(grown) + room }]);
  }

  function arrange(box, api) {
    if (window.innerWidth <= PHONE) api.setGridOption("columnDefs", folded(api.getColumnDefs()));
    fit(box, api);
  }

  function found(grid) {
    if (!grid.id || grid.dataset.arranged) return;
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
