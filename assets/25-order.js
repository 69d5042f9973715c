/* A heading of a grid that is pressed puts its order into the address, so that Back, files and kept
   reports have it too (pages/components/grid.py). */
(function () {
  "use strict";

  // The same road as any other change of what a page shows (10-page.js).
  function follow(query) {
    const link = document.createElement("a");
    link.href = "?" + query;
    link.dataset.query = query;
    link.dataset.stay = "1";
    document.body.append(link);
    link.click();
    link.remove();
  }

  function listen(api) {
    api.addEventListener("sortChanged", (event) => {
      if (event.source !== "uiColumnSorted") return;
      const by = api.getColumnState().find((one) => one.sort);
      const order = by ? by.colId + (by.sort === "desc" ? " desc" : "") : "";
      follow("sort=" + encodeURIComponent(order));
    });
  }

  function found(grid) {
    if (!grid.id || grid.dataset.heard) return;
    grid.dataset.heard = "1";
    window.dash_ag_grid
      .getApiAsync(grid.id)
      .then(listen)
      .catch(() => {}); // a grid that is gone before it is drawn needs no listener
  }

  new MutationObserver(() => {
    document.querySelectorAll(".gridbox .keeps-order").forEach(found);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
