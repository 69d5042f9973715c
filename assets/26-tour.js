/* The guided tour: a card in the corner that leads from page to page; Escape ends it. */
(function () {
  "use strict";
  const KEY = "plumbline-tour";

  function kept() {
    try {
      return JSON.parse(window.sessionStorage.getItem(KEY));
    } catch {
      return null;
    }
  }

  function end() {
    window.sessionStorage.removeItem(KEY);
    document.querySelector(".tour")?.remove();
    document.getElementById("main")?.focus();
  }

  function go(tour, at) {
    window.sessionStorage.setItem(KEY, JSON.stringify({ steps: tour.steps, at }));
    window.history.pushState({}, "", tour.steps[at].path);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    show();
  }

  function made(name, text, look) {
    const element = document.createElement(name);
    element.textContent = text;
    if (look) element.className = look;
    return element;
  }

  function button(text, look, press) {
    const element = made("button", text, look);
    element.type = "button";
    element.addEventListener("click", press);
    return element;
  }

  function show() {
    const tour = kept();
    document.querySelector(".tour")?.remove();
    const step = tour?.steps?.[tour.at];
    if (!step) return;
    const { at, steps } = tour;
    const card = made("section", "", "tour");
    card.setAttribute("role", "dialog");
    card.setAttribute("aria-label", `Guided tour, step ${at + 1} of ${steps.length}: ${step.title}`);
    card.tabIndex = -1;
    const buttons = made("div", "", "ln acts");
    if (at > 0) buttons.append(button("Back", "ctl", () => go(tour, at - 1)));
    if (at < steps.length - 1) buttons.append(button("Next", "ctl primary", () => go(tour, at + 1)));
    buttons.append(button("End the tour", "ctl", end));
    card.append(
      made("p", `Step ${at + 1} of ${steps.length}`, "d"),
      made("h2", step.title),
      made("p", step.text),
      buttons,
    );
    card.addEventListener("keydown", (event) => {
      if (event.key === "Escape") end();
    });
    document.body.append(card);
    card.focus();
  }

  document.addEventListener("click", (event) => {
    const start = event.target.closest("[data-tour]");
    if (start) go({ steps: JSON.parse(start.dataset.tour) }, 0);
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();
})();
