/* The guided tour: a card in the corner that leads from page to page; Escape ends it. It begins
   from Help, or by itself at the first sign-in where the window has room beside it. Links that load
   a page anew keep it; whoever loads a page again has had enough of it, as by Escape. How it ended
   goes to the server (callbacks/first_tour.py), so that it never begins by itself again. */
(function () {
  "use strict";
  const KEY = "plumbline-tour";
  const LEFT = "plumbline-tour-left"; // ended by loading again; the server is not told yet
  const ROOM = "(min-width: 768px) and (min-height: 480px)";

  function kept(key = KEY) {
    try {
      return JSON.parse(window.sessionStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function end() {
    const tour = kept();
    window.sessionStorage.removeItem(KEY);
    document.querySelector(".tour")?.remove();
    document.getElementById("main")?.focus();
    tell(tour);
  }

  function tell(tour) {
    if (!tour?.name) return;
    const how = tour.at === tour.steps.length - 1 ? "done" : "skipped";
    const said = { tour: tour.name, how, at: Date.now() };
    window.dash_clientside.set_props("shell-tour", { data: said });
  }

  function go(tour, at) {
    window.sessionStorage.setItem(KEY, JSON.stringify({ ...tour, at }));
    const { pathname } = window.location;
    if (pathname !== tour.steps[at].path) {
      window.history.pushState({}, "", tour.steps[at].path);
      window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    }
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
    const isLast = at === steps.length - 1;
    const card = made("section", "", "tour");
    card.setAttribute("role", "dialog");
    card.setAttribute("aria-label", `Guided tour, step ${at + 1} of ${steps.length}: ${step.title}`);
    card.tabIndex = -1;
    const buttons = made("div", "", "ln acts");
    if (at > 0) buttons.append(button("Back", "ctl", () => go(tour, at - 1)));
    if (!isLast) buttons.append(button("Next", "ctl primary", () => go(tour, at + 1)));
    buttons.append(button(isLast ? "Done" : "Skip the tour", "ctl", end));
    const welcome = tour.isFirst && at === 0 ? "Welcome to Plumbline. Escape skips the tour. " : "";
    card.append(
      made("p", `${welcome}Step ${at + 1} of ${steps.length}`, "d"),
      made("h2", step.title),
      made("p", step.text),
      buttons,
    );
    document.body.append(card);
    card.focus();
  }

  function FirstTour({ tour, steps }) {
    window.React.useEffect(() => {
      const left = kept(LEFT);
      if (left) {
        window.sessionStorage.removeItem(LEFT);
        tell(left);
        return;
      }
      const hasRoom = window.matchMedia(ROOM).matches;
      if (steps?.length && !kept() && hasRoom) go({ name: tour, steps, isFirst: true }, 0);
    }, []);
    return null;
  }

  document.addEventListener("click", (event) => {
    const start = event.target.closest("[data-tour]");
    if (!start) return;
    go({ name: start.dataset.tourName, steps: JSON.parse(start.dataset.tour) }, 0);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.querySelector(".tour")) end();
  });
  if (window.performance.getEntriesByType("navigation")[0]?.type === "reload") {
    const left = window.sessionStorage.getItem(KEY);
    if (left) window.sessionStorage.setItem(LEFT, left);
    window.sessionStorage.removeItem(KEY);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();

  window.plumbline = Object.assign(window.plumbline || {}, { FirstTour });
})();
