"""The commands of uploads: what there is, one run of it, and a folder of them every night."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from config import Settings
from data.store import open_store
from jobs.friendly import friendly


@click.command("uploads")
def list_uploads() -> None:
    """List every upload with its key and columns; * marks those that must be filled."""
    from loaders.uploads.catalogue import catalogue_lines  # noqa: PLC0415 - --help stays quick

    click.echo("\n".join(catalogue_lines()))


@click.command()
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--district", required=True, help="District code.")
@click.pass_obj
def feed(settings: Settings, source: Path, district: str) -> None:
    """Bring in a folder of staffing and pay: one file a kind of record, named by it."""
    from jobs.runs import here  # noqa: PLC0415 - --help stays quick
    from loaders.progress import TerminalProgress  # noqa: PLC0415

    arguments = {"source": str(source.resolve())}
    with friendly(), TerminalProgress() as progress:
        outcome = here(settings, open_store(settings), "feed", district, arguments, progress)
    click.echo("\n".join(outcome.detail))


@click.command()
@click.argument("kind", metavar="TYPE")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--district", required=True, help="District code.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--map", "choices", multiple=True, metavar="HEADING=FIELD", help="What is what.")
@click.option("--sheet", default="", help="Sheet of a workbook; default: the first filled one.")
@click.option("--ignore-errors", is_flag=True, help="Save the other rows although some are wrong.")
@click.option("--agree", is_flag=True, help="Yes to what the review asks about the file.")
@click.option("--errors", type=click.Path(path_type=Path), help="Where to write the wrong rows.")
@click.pass_obj
def upload(
    settings: Settings,
    kind: str,
    file: Path,
    district: str,
    choices: tuple[str, ...],
    sheet: str,
    errors: Path | None,
    *,
    dry_run: bool,
    ignore_errors: bool,
    agree: bool,
) -> None:
    """Run one upload of a CSV or Excel file (`plumbline uploads` lists the types)."""
    from jobs.uploads import run  # noqa: PLC0415 - --help stays quick
    from loaders.progress import TerminalProgress  # noqa: PLC0415

    chosen = dict(text.rpartition("=")[::2] for text in choices)
    with friendly(), TerminalProgress() as progress:
        outcome = run(
            settings,
            open_store(settings),
            district,
            kind,
            file,
            chosen=chosen,
            sheet=sheet,
            save=not dry_run,
            ignoring_errors=ignore_errors,
            agreeing=agree,
            errors=errors,
            progress=progress,
        )
    click.echo("\n".join(outcome.lines))
    sys.exit(0 if outcome.is_done else 1)
