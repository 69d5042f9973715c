/* Cells of the grid: what was searched for is marked. Text stays text: React escapes it. */
(function () {
  "use strict";
  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});

  cells.Found = function (props) {
    const text = props.value === null || props.value === undefined ? "" : String(props.value);
    const wanted = String(props.wanted || "").toLowerCase();
    const parts = [];
    const lower = text.toLowerCase();
    let from = 0;
    // Lower case may be longer than the text in a few scripts: then nothing is marked.
    let at = wanted && lower.length === text.length ? lower.indexOf(wanted) : -1;
    while (at !== -1) {
      parts.push(text.slice(from, at));
      from = at + wanted.length;
      parts.push(window.React.createElement("mark", { key: at }, text.slice(at, from)));
      at = lower.indexOf(wanted, from);
    }
    parts.push(text.slice(from));
    return window.React.createElement("span", null, parts);
  };
})();
