/* Sets the theme before the first paint: it is loaded in the head, everything else at the end. */
(function () {
  "use strict";
  var root = document.documentElement;
  var stored = null;
  try {
    stored = window.localStorage.getItem("plumbline-theme");
  } catch (error) {
    stored = null; // storage may be switched off; the system's wish decides then
  }
  var wish = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.bsTheme = stored === "dark" || stored === "light" ? stored : wish;
  if (window.innerWidth > 820) {
    try {
      root.dataset.nav = window.localStorage.getItem("plumbline-nav") || "auto";
    } catch (error) {
      root.dataset.nav = "auto";
    }
  }
})();
