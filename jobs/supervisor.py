"""Web server and background worker as two child processes that start and stop together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from config import ROOT, Settings

STOP_SECONDS = 15
POLL_SECONDS = 0.2


def supervise(settings: Settings, *, with_worker: bool) -> int:
    """Run both until one ends or a signal arrives; return the exit code of the first to end."""
    environment = settings.environment()
    commands = [_web(settings)]
    if with_worker:
        commands.append([sys.executable, str(ROOT / "cli.py"), "work"])
    children = [
        subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        for command in commands
    ]
    stopping = _stop_flag()
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(POLL_SECONDS)
    codes = [code for child in children if (code := child.poll()) is not None]
    _stop(children)
    return 0 if stopping else next(iter(codes), 1)


def _web(settings: Settings) -> list[str]:
    # Keep-alive of 75 s: shorter than a client's, gunicorn closes connections that are being
    # reused, and requests fail at random.
    return [
        str(Path(sys.executable).with_name("gunicorn")),
        "app:create_server()",
        "--worker-class=gthread",
        f"--workers={settings.web_workers}",
        "--threads=4",
        "--keep-alive=75",
        "--timeout=60",
        "--graceful-timeout=10",
        f"--bind={settings.host}:{settings.port}",
        "--log-level=warning",
    ]


def _stop_flag() -> list[int]:
    received: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        received.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    return received


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            os.kill(child.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
