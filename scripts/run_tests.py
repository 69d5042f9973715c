"""Runs lint, import contracts and every test, the fast ones first, in one pytest run.

The suite must be quick to fail: style and types take seconds, then pytest runs with two workers.
The browser tests share one server per session, so they stay on one worker (`--dist loadgroup`).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = (
    (BIN / "ruff", "check", "."),
    (BIN / "ruff", "format", "--check", "."),
    (BIN / "mypy",),
    (BIN / "lint-imports", "--no-cache"),
)


def main() -> int:
    """Exit code of the first check that fails, else of pytest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", default="2")
    workers = parser.parse_args().workers
    environment = os.environ | {"TZ": "UTC", "PYTHONDONTWRITEBYTECODE": "1"}
    for check in CHECKS:
        code = subprocess.run(
            [str(part) for part in check], env=environment, check=False
        ).returncode
        if code:
            print(f"failed: {Path(check[0]).name}", flush=True)
            return code
    pytest = [str(BIN / "pytest"), "-n", workers, "--dist", "loadgroup"]
    return subprocess.run(pytest, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
