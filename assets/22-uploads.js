/* Uploads: the file input has no name that a screen reader could say, so its frame carries one;
   and a file too large is never sent, so the browser has to say why nothing happens. */
(function () {
  "use strict";
  const name = () =>
    document.querySelectorAll("[data-upload] input[type=file]:not([aria-label])").forEach((input) => {
      input.setAttribute("aria-label", input.closest("[data-upload]").dataset.upload);
    });

  function judge(target, files) {
    const frame = target.closest && target.closest("[data-upload]");
    const words = frame && frame.querySelector(".too-large");
    if (words && files && files.length) {
      words.hidden = files[0].size <= Number(frame.dataset.largest);
    }
  }

  document.addEventListener("change", (event) => judge(event.target, event.target.files), true);
  document.addEventListener(
    "drop",
    (event) => judge(event.target, event.dataTransfer && event.dataTransfer.files),
    true,
  );
  new MutationObserver(name).observe(document.documentElement, { childList: true, subtree: true });
})();
