/* Behaviour of the page that needs no server: theme, navigation, menus, search, card menus.
   One listener per kind of event on the document, so that what Dash draws later works too. */
(function () {
  "use strict";
  const root = document.documentElement;
  const store = (key, value) => {
    try {
      window.localStorage.setItem(key, value);
    } catch (error) {
      // storage may be switched off; the choice then lasts as long as the page
    }
  };
  const isPhone = () => window.innerWidth <= 820;

  function theme(name) {
    root.dataset.bsTheme = name;
    store("plumbline-theme", name);
    window.plumbline.repaint();
  }

  function nav(open) {
    root.dataset.nav = open ? "open" : "closed";
    if (!isPhone()) store("plumbline-nav", root.dataset.nav);
    document
      .querySelectorAll("[data-nav-toggle]")
      .forEach((button) => button.setAttribute("aria-expanded", String(open)));
    if (open && isPhone()) {
      const first = document.querySelector("#nav a");
      if (first) first.focus();
    }
  }
  const navOpen = () =>
    isPhone() ? root.dataset.nav === "open" : root.dataset.nav !== "closed";

  // The same road that Dash's own links take, so that the router and Back know about it.
  function go(href, stays) {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    if (!stays) window.scrollTo(0, 0);
  }

  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  }

  // Adds `year=2026` to whatever the address already says; an empty value takes the key away.
  function withQuery(change) {
    const query = new URLSearchParams(window.location.search);
    for (const [key, value] of new URLSearchParams(change)) {
      if (value) query.set(key, value);
      else query.delete(key);
    }
    const text = query.toString();
    return window.location.pathname + (text ? "?" + text : "");
  }

  function chartOf(button) {
    const card = button.closest(".qcard");
    return card && card.querySelector(".js-plotly-plot");
  }

  function saveImage(button, format) {
    const chart = chartOf(button);
    if (!chart) return;
    const title = button.closest(".qcard").querySelector("h2").textContent;
    const filename = title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    window.Plotly.downloadImage(chart, { format, filename, scale: format === "png" ? 2 : 1 });
  }

  const actions = {
    theme: () => theme(root.dataset.bsTheme === "dark" ? "light" : "dark"),
    nav: () => nav(!navOpen()),
    "nav-close": () => nav(false),
    print: () => window.print(),
    png: (button) => saveImage(button, "png"),
    svg: (button) => saveImage(button, "svg"),
    link: () => navigator.clipboard && navigator.clipboard.writeText(window.location.href),
    reload: () => window.location.reload(),
    present: (button) => {
      const card = button.closest("[data-card]").dataset.card;
      const address = window.location.pathname + window.location.search;
      window.dash_clientside.set_props("board-wanted", { data: { card, address, at: Date.now() } });
    },
    "close-note": (button) => button.closest(".toast-n").remove(),
    table: (button) => {
      const table = button.closest(".qcard").querySelector(".chart-table");
      if (table) table.hidden = !table.hidden;
    },
  };

  document.addEventListener("click", (event) => {
    const menu = event.target.closest("details.menu");
    const action = event.target.closest("[data-action]");
    const query = event.target.closest("[data-query]");
    if (action && actions[action.dataset.action]) {
      event.preventDefault();
      actions[action.dataset.action](action);
    }
    if (query && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      go(withQuery(query.dataset.query), query.dataset.stay);
    }
    const page = event.target.closest("a[data-page]");
    if (page && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      go(page.getAttribute("href"));
    }
    const chosen = event.target.closest(".menu-list a, .menu-list button");
    closeMenus(chosen ? null : menu);
    if (isPhone() && event.target.closest("#nav a")) nav(false);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = document.querySelector("details.menu[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      } else if (isPhone() && navOpen()) {
        nav(false);
        const button = document.querySelector("[data-nav-toggle]");
        if (button) button.focus();
      }
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      const field = document.querySelector(".top-form input");
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    }
  });

  // Long lists in menus are narrowed by what is typed above them.
  document.addEventListener("input", (event) => {
    const finder = event.target.closest("[data-find]");
    if (!finder) return;
    const wanted = event.target.value.trim().toLowerCase();
    finder.parentElement.querySelectorAll("a").forEach((link) => {
      link.hidden = !link.textContent.toLowerCase().includes(wanted);
    });
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-go]");
    if (!form) return;
    event.preventDefault();
    const query = new URLSearchParams();
    form.querySelectorAll("input[name]").forEach((field) => {
      if (field.value) query.set(field.name, field.value);
    });
    const text = query.toString();
    go(form.dataset.go + (text ? "?" + text : ""));
  });

  let wasNarrow = window.innerWidth < 700;
  window.addEventListener("resize", () => {
    if (window.innerWidth < 700 !== wasNarrow) {
      wasNarrow = !wasNarrow;
      window.plumbline.repaint();
    }
  });
})();
