/* An address with #something scrolls there once the page has drawn it. */
(function () {
  "use strict";
  let wanted = window.location.hash;

  function scroll() {
    const target = wanted.length > 1 && document.getElementById(decodeURIComponent(wanted.slice(1)));
    if (!target) return;
    wanted = "";
    // What is folded away opens: the fold around the target, or the one inside a whole card.
    const fold = target.closest("details.fold") || target.querySelector("details.fold");
    if (fold) fold.open = true;
    // Setting the hash anew makes the browser mark the target, which it could not at the start.
    window.location.replace(window.location.href);
    target.scrollIntoView();
  }

  // Paper cannot unfold.
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details.fold").forEach((fold) => (fold.open = true));
  });
  window.addEventListener("hashchange", () => {
    wanted = window.location.hash;
    scroll();
  });
  window.addEventListener("_dashprivate_pushstate", () => {
    wanted = window.location.hash;
  });
  new MutationObserver(() => wanted && scroll()).observe(document.documentElement, {
    childList: true,
    subtree: true,
  });
})();
