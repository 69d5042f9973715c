"""YAML in which every scalar stays text, so that `010`, `no` and `12:30` are never re-typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer

MAX_BYTES = 2_000_000


class YamlError(Exception):
    """A file that is no YAML, or says the same key twice; `line` counts from 1."""

    def __init__(self, message: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(message)


class _TextLoader(Composer, yaml.CBaseLoader):
    """BaseLoader that refuses a key standing twice: the second would win in silence.

    libyaml scans, seven times as fast as Python. It must not build the nodes: it would go as
    deep as the file says and take the process with it, where Python's composer stops.
    """

    def __init__(self, text: str) -> None:
        yaml.CBaseLoader.__init__(self, text)
        Composer.__init__(self)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - the signature is PyYAML's
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise YamlError(f"the key {key.value!r} stands twice", line)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> tuple[Any, yaml.Node | None]:
    """Return the content of `path`, all scalars as text, and its nodes with line numbers.

    Raises YamlError for anything that is not YAML, OSError where the file cannot be read.
    """
    if path.stat().st_size > MAX_BYTES:
        raise YamlError(f"larger than {MAX_BYTES} bytes")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        raise YamlError("not UTF-8 text") from problem
    try:
        loader = _TextLoader(text)
        root = loader.get_single_node()
        return (None if root is None else loader.construct_document(root)), root
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        hint = ": indent with blanks, not with tabs" if _is_tab(text, mark) else ""
        line = mark.line + 1 if mark else None
        raise YamlError(f"no valid YAML: {problem.problem}{hint}", line) from problem
    except yaml.YAMLError as problem:
        raise YamlError(f"no valid YAML: {problem}") from problem


def _is_tab(text: str, mark: yaml.Mark | None) -> bool:
    """Whether a problem lies in a tab, which nobody sees."""
    line = text.splitlines()[mark.line :][:1] if mark else []
    return bool(mark and line and line[0][mark.column : mark.column + 1] == "\t")
