/* Uploads: the file input has no name that a screen reader could say, so its frame carries one;
   a file too large for a callback is sent as it is, where its frame names an address; and one too
   large for that is never sent, so the browser has to say why nothing happens. */
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
      if (words.hidden && frame.dataset.post && files[0].size > Number(frame.dataset.plain)) {
        send(frame, files[0]);
      }
    }
  }

  function send(frame, file) {
    const told = frame.querySelector(".sent");
    const say = (text, bad) => {
      told.hidden = false;
      told.textContent = text;
      told.classList.toggle("bad", Boolean(bad));
    };
    const request = new XMLHttpRequest();
    request.open("POST", frame.dataset.post);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.upload.addEventListener("progress", (event) => {
      const share = event.lengthComputable ? Math.round((100 * event.loaded) / event.total) : 0;
      say(share < 100 ? `Sending ${file.name}, ${share} %` : `Reading ${file.name}`);
    });
    request.addEventListener("load", () => {
      if (request.status === 200) {
        window.location.assign(request.responseText);
      } else {
        say(request.status < 500 ? request.responseText : "The file could not be taken.", true);
      }
    });
    request.addEventListener("error", () => say("The connection was lost: try again.", true));
    request.send(file);
  }

  document.addEventListener("change", (event) => judge(event.target, event.target.files), true);
  document.addEventListener(
    "drop",
    (event) => judge(event.target, event.dataTransfer && event.dataTransfer.files),
    true,
  );
  new MutationObserver(name).observe(document.documentElement, { childList: true, subtree: true });
})();
