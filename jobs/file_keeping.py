"""Every hour made files leave the disk whose days are over."""

from __future__ import annotations

from huey import Huey, crontab

from config import Settings


def bind_file_keeping(huey: Huey, settings: Settings) -> None:
    """Make the sweeping known to the worker."""

    @huey.periodic_task(crontab(minute="50"), name="sweep_files")  # type: ignore[untyped-decorator]
    def sweep_files() -> None:
        sweep(settings)


def sweep(settings: Settings) -> int:
    """Remove tables and presentations that nobody may fetch any more; returns how many."""
    from callbacks import table_files  # noqa: PLC0415 - brings the read models along
    from callbacks.reporting import orders  # noqa: PLC0415 - stands beside the other

    return sum(one.files(settings).sweep() for one in (table_files, orders))
