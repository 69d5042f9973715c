/* Charts: the server sends colours as names (`pl:blue`, `pl:blue/0.42`) and the phone's own sizes
   in `layout.meta.phone`; here they become colours of the theme and the one template is laid under. */
(function () {
  "use strict";
  const sources = new Map();

  function colour(text, palette) {
    const [name, alpha] = text.slice(3).split("/");
    const value = palette[name];
    if (!value) throw new Error("no colour is named " + name);
    if (!alpha || value[0] !== "#") return value;
    const n = parseInt(value.slice(1), 16);
    return "rgba(" + [n >> 16, (n >> 8) & 255, n & 255].join(",") + "," + alpha + ")";
  }

  function painted(node, palette) {
    if (typeof node === "string") return node.startsWith("pl:") ? colour(node, palette) : node;
    if (Array.isArray(node)) return node.map((entry) => painted(entry, palette));
    if (node && typeof node === "object") {
      const copy = {};
      for (const key of Object.keys(node)) copy[key] = painted(node[key], palette);
      return copy;
    }
    return node;
  }

  function merged(base, change) {
    const result = { ...base };
    for (const [key, value] of Object.entries(change || {})) {
      const both = value && typeof value === "object" && !Array.isArray(value) && result[key];
      result[key] = both ? merged(result[key], value) : value;
    }
    return result;
  }

  // The template names fonts, grid and margins once; a figure says only what is its own.
  function figure(source, theme, name) {
    if (!source || !source.layout) return window.dash_clientside.no_update;
    const palette = theme.palettes[name];
    const meta = source.layout.meta || {};
    const narrow = window.innerWidth < 700;
    const layout = narrow ? merged(source.layout, meta.phone) : source.layout;
    return painted({ data: source.data, layout: { ...layout, template: theme.template } }, palette);
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    plumbline: {
      paint(source, look, theme, id) {
        sources.set(JSON.stringify(id), { source, theme });
        return figure(source, theme, document.documentElement.dataset.bsTheme || "light");
      },
    },
  });

  // Paper is white: charts are drawn in the light theme for printing, and back afterwards.
  function redraw(name) {
    document.querySelectorAll(".js-plotly-plot").forEach((chart) => {
      const holder = chart.closest("[data-chart]");
      for (const [id, entry] of sources) {
        if (holder && JSON.parse(id).name === holder.dataset.chart) {
          const next = figure(entry.source, entry.theme, name);
          if (next.data) window.Plotly.react(chart, next.data, next.layout);
        }
      }
    });
  }
  window.addEventListener("beforeprint", () => redraw("light"));
  window.addEventListener("afterprint", () =>
    redraw(document.documentElement.dataset.bsTheme || "light"),
  );
})();
