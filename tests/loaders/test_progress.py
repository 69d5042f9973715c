from __future__ import annotations

import io

from rich.console import Console

from loaders.progress import TerminalProgress, silent


def told(*, terminal):
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=terminal, width=100)
    with TerminalProgress(console) as progress:
        progress("Reading", 0.0)
        progress("Reading", 0.5)
        progress("Checking", 1.0)
    return screen.getvalue()


def test_a_terminal_gets_bars():
    text = told(terminal=True)
    assert "Reading" in text
    assert "50%" in text
    assert "100%" in text


def test_a_log_gets_one_line_a_step():
    assert told(terminal=False).splitlines() == ["Reading", "Checking"]


def test_silence_is_silent(capsys):
    silent("Reading", 0.5)
    assert capsys.readouterr().out == ""
