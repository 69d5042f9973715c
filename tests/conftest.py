"""Fixtures that every test may use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real extracts that is not carried in the repository."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder ../shared/data with real extracts is not beside this clone")
    return folder


# Tests of these folders share a server or a loaded district: one worker runs them all. The marks
# `xdist_group` say the same, but pytest-xdist 3.8 cannot read them under pytest 9.2.
TOGETHER = (
    "tests/e2e/",
    "tests/matrix/",
    "tests/pages/test_in_browser.py",
    "tests/privacy/",
    "tests/loaders/test_oakland",
    "tests/data/sample/",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand out tests one by one, and those of some folders all to one worker."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadGroupScheduling  # noqa: PLC0415 - only where xdist runs

    class Together(LoadGroupScheduling):
        """Groups by folder where the folder is named above."""

        def _split_scope(self, nodeid: str) -> str:
            named = (folder for folder in TOGETHER if nodeid.startswith(folder))
            return next(named, None) or super()._split_scope(nodeid)

    return Together(config, log)
