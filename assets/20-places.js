/* The menu of budgets (pages/shell.py): a district has hundreds of schools, so they are asked for
   when the menu is first opened, not with every page. */
(function () {
  "use strict";

  function Places({ source, name, chosen, find }) {
    const { createElement: h, useState } = window.React;
    const [places, setPlaces] = useState(null);
    const [trouble, setTrouble] = useState("");

    function opened(event) {
      if (!event.target.open || places) return;
      setTrouble("");
      fetch(source)
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
        .then(setPlaces)
        .catch(() => setTrouble("The list did not arrive. Close this menu and open it again."));
    }

    function choice([code, text]) {
      const query = "location=" + encodeURIComponent(code);
      const current = code === (chosen || "") ? "true" : undefined;
      const said = { key: code, href: "?" + query, "data-query": query, "aria-current": current };
      return h("a", said, text);
    }

    const finder = h(
      "div",
      { className: "menu-find", "data-find": "1" },
      h("label", { htmlFor: "shell-budgets", className: "vh" }, find),
      h("input", {
        id: "shell-budgets",
        type: "search",
        placeholder: find,
        autoComplete: "off",
      }),
    );
    const list = places
      ? [["", "All budgets"], ...places].map(choice)
      : h("div", { className: "menu-text", role: "status" }, trouble || "Loading …");
    return h(
      "details",
      { className: "menu start only-l", onToggle: opened },
      h(
        "summary",
        { className: "ctl" },
        h("span", { className: "k" }, "Budget"),
        h("span", null, name),
        h("i", { className: "bi bi-chevron-down", "aria-hidden": "true" }),
      ),
      h("div", { className: "menu-list wide" }, finder, list),
    );
  }

  window.plumbline = Object.assign(window.plumbline || {}, { Places });
})();
