/* A whole table as one component (pages/components/table.py), and the nodes inside such components:
   text, or [element, properties, ...content]; without an element's name several stand together, and
   `@Chart` is a component of ours. A piece of a page without callbacks is one component as well
   (pages/components/plain_answer.py). */
(function () {
  "use strict";

  function drawn(node) {
    if (!Array.isArray(node)) return node;
    const [name, properties, ...content] = node;
    const own = name.startsWith("@") ? window.plumbline[name.slice(1)] : name;
    return window.React.createElement(
      own || window.React.Fragment,
      properties,
      ...content.map(drawn),
    );
  }

  // The roles repeat what the elements say, because folding on phones would take it from them.
  function heading(column, place) {
    const properties = {
      key: place,
      scope: "col",
      role: "columnheader",
      className: column.look,
      style: column.width ? { width: column.width } : undefined,
      "aria-sort": column.sort,
    };
    return window.React.createElement("th", properties, drawn(column.head));
  }

  function row(columns, entry, place) {
    const h = window.React.createElement;
    const isGroup = entry.kind === "grp";
    const named = {
      key: "name",
      scope: isGroup ? "rowgroup" : "row",
      role: "rowheader",
      colSpan: isGroup ? columns.length : undefined,
    };
    const cells = [h("th", named, drawn(entry.cells[0]))];
    for (let n = 1; n < entry.cells.length; n += 1) {
      const content = entry.cells[n];
      const look = content === "" ? columns[n].bare : columns[n].cell;
      cells.push(h("td", { key: n, role: "cell", className: look }, drawn(content)));
    }
    if (entry.note !== undefined) {
      const look = "full only-m note";
      cells.push(h("td", { key: "note", role: "cell", className: look }, drawn(entry.note)));
    }
    return h("tr", { key: place, role: "row", className: entry.kind }, cells);
  }

  function part(name, columns, rows) {
    if (name === "tfoot" && !rows.length) return null;
    const drawnRows = rows.map((entry, place) => row(columns, entry, place));
    return window.React.createElement(name, { role: "rowgroup" }, drawnRows);
  }

  // A table wider than its card is scrolled; then the keyboard must reach it.
  const fitted = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });

  // The rows behind a chart are drawn when they are asked for: hundreds of them cost as much script
  // as the chart.
  function useOpened(box, later) {
    const { useEffect, useState } = window.React;
    const [isOpen, open] = useState(!later);
    useEffect(() => {
      const holder = isOpen ? null : box.current.closest("[hidden]");
      if (!holder) {
        open(true);
        return undefined;
      }
      const watch = new MutationObserver(() => {
        if (!holder.hidden) window.ReactDOM.flushSync(() => open(true));
      });
      watch.observe(holder, { attributes: true, attributeFilter: ["hidden"] });
      return () => watch.disconnect();
    }, [isOpen]);
    return isOpen;
  }

  function Table({ caption, look, columns, rows, foot, later }) {
    const { createElement: h, useEffect, useRef } = window.React;
    const box = useRef(null);
    const isOpen = useOpened(box, later);
    useEffect(() => {
      const place = box.current;
      fitted.observe(place);
      return () => fitted.unobserve(place);
    }, []);
    if (!isOpen) return h("div", { className: "scroll", ref: box });
    const head = h("tr", { role: "row" }, columns.map(heading));
    const table = h(
      "table",
      { className: "t " + look, role: "table" },
      h("caption", { className: "vh" }, caption),
      h("thead", { role: "rowgroup" }, head),
      part("tbody", columns, rows),
      part("tfoot", columns, foot),
    );
    return h("div", { className: "scroll", ref: box }, table);
  }

  const Piece = ({ node }) => drawn(node);

  window.plumbline = Object.assign(window.plumbline || {}, { drawn, Piece, Table });
})();
