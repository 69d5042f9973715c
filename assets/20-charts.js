/* Charts (pages/components/chart.py): the server sends colours as names (`pl:blue`, `pl:blue/0.42`)
   and the own sizes of phone and tablet in `layout.meta`; here they become colours of the theme and the one
   template is laid under. The library comes with the first chart of a page; a chart is drawn once it
   comes near the view, and everything is drawn for print. */
(function () {
  "use strict";
  const LIBRARY = "/assets/plotly-basic.99784e3a.min.js";
  const CONFIG = { displayModeBar: false };
  const charts = new Map(); // place in the page → { source: figure as sent, isNear }
  let theme = null;
  let library = null;

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
  function figure(source, name) {
    const meta = source.layout.meta || {};
    const width = window.innerWidth;
    const own = width < 700 ? meta.phone : width < 1100 ? meta.tablet : null;
    const layout = own ? merged(source.layout, own) : source.layout;
    const whole = { data: source.data, layout: { ...layout, template: theme.template } };
    return painted(whole, theme.palettes[name]);
  }

  const look = () => document.documentElement.dataset.bsTheme || "light";

  function draw(place, name) {
    const chart = charts.get(place);
    if (!chart || !theme || !window.Plotly || !chart.source.layout) return;
    const next = figure(chart.source, name);
    window.Plotly.react(place, next.data, next.layout, CONFIG);
  }

  function repaint(name, all) {
    for (const [place, chart] of charts) if (all || chart.isNear) draw(place, name);
  }

  function load() {
    if (library) return;
    library = document.createElement("script");
    library.src = LIBRARY;
    library.onload = () => repaint(look(), false);
    document.head.append(library);
  }

  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const chart = charts.get(target);
        if (!chart || !isIntersecting || chart.isNear) continue;
        chart.isNear = true;
        draw(target, look());
      }
    },
    { rootMargin: "300px" },
  );

  const sized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const drawn = target._fullLayout;
      const { clientWidth: width, clientHeight: height } = target;
      if (!drawn || !width || !height) continue;
      const hasMoved = Math.abs(drawn.width - width) > 1 || Math.abs(drawn.height - height) > 1;
      if (hasMoved) window.Plotly.Plots.resize(target);
    }
  });

  function Chart({ figure: source }) {
    const { createElement, useEffect, useRef } = window.React;
    const holder = useRef(null);
    useEffect(() => {
      const place = holder.current;
      charts.set(place, { source, isNear: false });
      load();
      near.observe(place);
      sized.observe(place);
      return () => {
        near.unobserve(place);
        sized.unobserve(place);
        charts.delete(place);
        if (window.Plotly) window.Plotly.purge(place);
      };
    }, []);
    useEffect(() => {
      const chart = charts.get(holder.current);
      chart.source = source;
      if (chart.isNear) draw(holder.current, look());
    }, [source]);
    return createElement("div", { ref: holder, className: "chart" });
  }

  function Look({ theme: given }) {
    window.React.useEffect(() => {
      theme = given;
      repaint(look(), false);
    }, [given]);
    return null;
  }

  window.plumbline = Object.assign(window.plumbline || {}, {
    Chart,
    Look,
    repaint: () => repaint(look(), false),
  });

  // Paper is white: charts are drawn in the light theme for printing, and back afterwards.
  window.addEventListener("beforeprint", () => repaint("light", true));
  window.addEventListener("afterprint", () => repaint(look(), true));
})();
