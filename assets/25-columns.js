/* The menu of columns of a grid (pages/components/column_form.py): which are shown, in which order.
   What is ticked and moved is only tried out until the link that shows it is followed. */
(function () {
  "use strict";
  const ADDRESS = "columns";

  // A column that is ticked comes after the last one shown, but before one that stays at the end.
  function ticked(rows, place) {
    const row = { ...rows[place], shown: !rows[place].shown };
    if (!row.shown) return rows.map((one, at) => (at === place ? row : one));
    const others = rows.filter((_, at) => at !== place);
    let last = others.reduce((found, one, at) => (one.shown ? at : found), -1);
    if (last >= 0 && others[last].stays) last -= 1;
    return [...others.slice(0, last + 1), row, ...others.slice(last + 1)];
  }

  function moved(rows, from, to) {
    const found = [...rows];
    found.splice(to, 0, found.splice(from, 1)[0]);
    return found;
  }

  function queryOf(rows) {
    const names = rows.filter((row) => row.shown).map((row) => encodeURIComponent(row.name));
    return ADDRESS + "=" + encodeURIComponent(names.join(","));
  }

  function placeOf(rows, name) {
    const shown = rows.filter((row) => row.shown);
    const at = shown.findIndex((row) => row.name === name) + 1;
    const { label } = rows.find((row) => row.name === name);
    return at ? `${label}: column ${at} of ${shown.length}.` : `${label}: not shown.`;
  }

  function Form({ columns, page, usual }) {
    const { createElement: h, useEffect, useRef, useState } = window.React;
    const [rows, setRows] = useState(columns);
    const [said, say] = useState("");
    const [focus, setFocus] = useState("");
    const box = useRef(null);
    // A row that moves takes the focus along.
    useEffect(() => {
      const target = focus && box.current.querySelector(`[data-part="${focus}"]`);
      if (target) target.focus();
    }, [rows, focus]);

    function change(found, name, part) {
      setRows(found);
      setFocus(part);
      say(placeOf(found, name));
    }

    function step(row, at, by, picture) {
      const to = at + by;
      const part = `${picture}-${columns.findIndex((one) => one.name === row.name)}`;
      const isEnd = to < 0 || to >= rows.length;
      return h(
        "button",
        {
          type: "button",
          className: "ctl icon quiet",
          "data-part": part,
          "aria-label": `Move ${row.label} ${picture}`,
          "aria-disabled": isEnd ? "true" : undefined,
          onClick: () => !isEnd && change(moved(rows, at, to), row.name, part),
        },
        h("i", { className: `bi bi-chevron-${picture}`, "aria-hidden": "true" }),
      );
    }

    function line(row, at) {
      const number = columns.findIndex((one) => one.name === row.name);
      const field = `${page}-column-${number}`;
      const box = h("input", {
        id: field,
        type: "checkbox",
        className: "form-check-input",
        checked: row.shown,
        "data-part": `tick-${number}`,
        onChange: () => change(ticked(rows, at), row.name, `tick-${number}`),
      });
      const name = h("label", { htmlFor: field }, row.label);
      return h("li", { key: row.name }, box, name, step(row, at, -1, "up"), step(row, at, 1, "down"));
    }

    const isEmpty = !rows.some((row) => row.shown);
    const query = queryOf(rows);
    const close = (event) => {
      event.currentTarget.closest("details").open = false;
    };
    const show = isEmpty
      ? h("p", { className: "hint" }, "Tick at least one column.")
      : h(
          "a",
          { href: "?" + query, "data-query": query, className: "ctl primary", onClick: close },
          "Show these columns",
        );
    const back = h(
      "a",
      { href: "?columns=", "data-query": "columns=", className: "ctl", onClick: close },
      "The usual columns",
    );
    return h(
      "div",
      { className: "menu-form columns-form", ref: box },
      h("p", { className: "hint" }, "Ticked columns are shown in this order, and in files and reports."),
      h("ol", { "aria-label": "Columns in their order" }, rows.map(line)),
      h("p", { className: "vh", role: "status" }, said),
      h("div", { className: "acts" }, show, usual ? null : back),
    );
  }

  // Another choice of columns begins anew, also when it comes from Back or from a report.
  function ColumnForm(given) {
    const key = JSON.stringify(given.columns);
    return window.React.createElement(Form, { ...given, key });
  }

  window.plumbline = Object.assign(window.plumbline || {}, { ColumnForm });
})();
