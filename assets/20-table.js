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

  function row(columns, entry, place, isFolded) {
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
    const look = isFolded ? (entry.kind || "") + " folded" : entry.kind;
    return h("tr", { key: place, role: "row", className: look }, cells);
  }

  // Rows from `until` on are folded away: paper still shows them.
  function part(name, columns, rows, until, more) {
    if (name === "tfoot" && !rows.length) return null;
    const drawnRows = rows.map((entry, place) => row(columns, entry, place, place >= until));
    return window.React.createElement(name, { role: "rowgroup" }, drawnRows, more);
  }

  const SLACK = 3;

  // A long table shows its first rows, and the others when they are asked for.
  function useFold(box, rows, fold) {
    const { createElement: h, useState } = window.React;
    const isLong = fold && rows.length > fold + SLACK;
    const [isWhole, setWhole] = useState(false);
    if (!isLong || isWhole) return [rows.length, null];

    function unfold() {
      window.ReactDOM.flushSync(() => setWhole(true));
      const name = box.current.querySelectorAll("tbody > tr > th:first-child")[fold];
      if (!name) return;
      name.tabIndex = -1;
      name.focus();
    }

    const words = `Show the other ${rows.length - fold}`;
    const button = h("button", { type: "button", className: "lk", onClick: unfold }, words);
    const cell = h("td", { role: "cell", colSpan: 99, className: "full" }, button);
    return [fold, h("tr", { key: "more", role: "row", className: "unfold" }, cell)];
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

  function Table({ caption, look, columns, rows, foot, later, fold }) {
    const { createElement: h, useEffect, useRef } = window.React;
    const box = useRef(null);
    const isOpen = useOpened(box, later);
    const [until, more] = useFold(box, rows, fold);
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
      part("tbody", columns, rows, until, more),
      part("tfoot", columns, foot, foot.length, null),
    );
    return h("div", { className: "scroll", ref: box }, table);
  }

  const Piece = ({ node }) => drawn(node);

  window.plumbline = Object.assign(window.plumbline || {}, { drawn, Piece, Table });
})();
