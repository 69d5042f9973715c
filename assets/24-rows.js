/* Cells of the grid: what was searched for is marked. Text stays text: React escapes it. */
(function () {
  "use strict";
  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});

  // The next of the wanted words from a place on, the longest where several begin there.
  function next(lower, wanted, from) {
    let found = null;
    for (const word of wanted) {
      const at = lower.indexOf(word, from);
      const isBetter =
        !found || at < found.at || (at === found.at && word.length > found.word.length);
      if (at !== -1 && isBetter) found = { at, word };
    }
    return found;
  }

  cells.Found = function (props) {
    const text = props.value === null || props.value === undefined ? "" : String(props.value);
    const given = Array.isArray(props.wanted) ? props.wanted : [props.wanted];
    const wanted = given.filter(Boolean).map((word) => String(word).toLowerCase());
    const parts = [];
    const lower = text.toLowerCase();
    let from = 0;
    // Lower case may be longer than the text in a few scripts: then nothing is marked.
    let hit = lower.length === text.length ? next(lower, wanted, 0) : null;
    while (hit) {
      parts.push(text.slice(from, hit.at));
      from = hit.at + hit.word.length;
      parts.push(window.React.createElement("mark", { key: hit.at }, text.slice(hit.at, from)));
      hit = next(lower, wanted, from);
    }
    parts.push(text.slice(from));
    return window.React.createElement("span", null, parts);
  };
})();
