"""The command line: every task of Plumbline in a terminal.

Each command parses its arguments, calls one function elsewhere and prints what it returned.
"""

from __future__ import annotations

import sys
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from access.actor import SYSTEM
from access.passwords import Passwords
from access.roles import Role
from config import Settings
from data.store import Store, open_store
from jobs.account_commands import user_invite, user_reset_second_step
from jobs.friendly import friendly as _friendly
from jobs.upload_commands import feed, list_uploads, upload
from planning import people

if TYPE_CHECKING:
    from loaders.progress import TerminalProgress
    from loaders.uploads.unit_columns import Field

Word = TypeVar("Word", bound=StrEnum)
_HEAVIEST = 10

MAPPING = click.option(
    "--mapping",
    "mapping_path",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Mapping file (docs/mapping.md).",
)
SOURCE = click.option(
    "--source",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder that holds the extracts.",
)
DISTRICT = click.option("--district", required=True, help="District code, as in the mapping file.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.pass_context
def cli(context: click.Context) -> None:
    """Plumbline: where a school district's money goes, to whom, and with what results."""
    context.obj = Settings()


@cli.command()
@DISTRICT
@MAPPING
@SOURCE
@click.option("--force", is_flag=True, help="Publish although a check holds the load.")
@click.pass_obj
def load(
    settings: Settings, district: str, mapping_path: Path, source: Path, *, force: bool
) -> None:
    """Load a folder of extracts and publish a new snapshot."""
    from jobs.runs import here
    from loaders.report import load_lines

    arguments = {"mapping": str(mapping_path.resolve()), "source": str(source.resolve())}
    with _friendly(), _progress() as progress:
        outcome = here(
            settings,
            open_store(settings),
            "load",
            district,
            arguments | {"force": force},
            progress,
        )
    click.echo("\n".join(load_lines(outcome.detail)))


@cli.command()
@DISTRICT
@MAPPING
@SOURCE
@click.pass_obj
def check(settings: Settings, district: str, mapping_path: Path, source: Path) -> None:
    """Try a load and write nothing: what fits, what does not, and the totals."""
    from jobs.told_accounts import told_accounts
    from loaders import pipeline
    from loaders.report import check_lines

    with _friendly(), _progress() as progress:
        report = pipeline.check(
            settings, district, mapping_path, source, progress=progress,
            told=told_accounts(settings, district),
        )  # fmt: skip
    click.echo("\n".join(check_lines(report)))
    sys.exit(0 if report.publishable else 1)


@cli.command()
@DISTRICT
@click.pass_obj
def rollback(settings: Settings, district: str) -> None:
    """Serve the snapshot before the current one again."""
    from loaders import pipeline

    with _friendly():
        click.echo(f"{district} is served from {pipeline.rollback(settings, district)}")


@cli.command()
@click.argument("name", required=False)
@click.option("--district", help="District code.")
@click.option("--fiscal-year", type=int, help="Fiscal year, named by the year in which it ends.")
@click.option("--format", "form", type=click.Choice(["csv", "json", "xlsx"]), default="csv")
@click.option("--output", type=click.Path(path_type=Path), help="File to write; default: screen.")
@click.option("--set", "assignments", multiple=True, metavar="NAME=VALUE", help="Another argument.")
@click.pass_obj
def export(
    settings: Settings,
    name: str | None,
    district: str | None,
    fiscal_year: int | None,
    form: str,
    output: Path | None,
    assignments: tuple[str, ...],
) -> None:
    """Print the table behind a screen. Without NAME: list the tables and their columns."""
    from data.adoption_rows import KEPT_MODELS
    from data.store import open_store
    from exports import flat
    from exports.catalogue import catalogue_lines
    from jobs.kept_export import write_kept
    from planning.configured import Configured

    if name is None:
        click.echo("\n".join(catalogue_lines()))
        return
    if district is None:
        raise click.UsageError("--district is missing")
    arguments: dict[str, Any] = dict(_assignment(text) for text in assignments)
    if fiscal_year is not None:
        arguments["fiscal_year"] = fiscal_year
    with _friendly(), closing(open_store(settings)) as store:
        if name in KEPT_MODELS:
            write_kept(
                settings, store, name, form, (district, arguments), output or sys.stdout.buffer
            )
            return
        book = Configured(store).book(district)
        flat.write(settings, district, name, form, arguments, output or sys.stdout.buffer, book)


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON, numbers unrounded.")
@click.option("--each-once", is_flag=True, help="Count each school once, not by its pupils.")
@click.option("--once", is_flag=True, help="Count a pupil with several needs once.")
@click.option(
    "--weight", "weights", multiple=True, metavar="NEED=EXTRA", help="frl=0.25 and so on."
)
@click.option("--column", "columns", multiple=True, metavar="COLUMN=HEADING", help="What is what.")
def equity(
    file: Path,
    weights: tuple[str, ...],
    columns: tuple[str, ...],
    *,
    as_json: bool,
    each_once: bool,
    once: bool,
) -> None:
    """Every statistic of equity of a table of schools or districts, CSV or Excel."""
    from exports import equity_files, equity_text
    from exports.equity_rows import Told
    from loaders.uploads.unit_table import read_unit_table
    from metrics.equity import Weighting, statistics
    from metrics.vertical.need import Counting, Need, changed

    counting = Counting.UNDUPLICATED if once else Counting.ADDITIVE
    extra = {_one_of(Need, name): _number(text) for name, text in map(_assignment, weights)}
    with _friendly():
        read = read_unit_table(file, _named(columns))
        weighting = Weighting.EACH if each_once else Weighting.PUPILS
        found = statistics(read.table, changed(extra, counting), weighting)
    told = Told.of(file.name, read)
    if as_json:
        click.echo(equity_files.as_json(found, told).decode(), nl=False)
        return
    click.echo("\n".join(equity_text.terminal_lines(found, told)))


@cli.command()
@click.option("--no-worker", is_flag=True, help="Serve pages only; jobs wait.")
@click.pass_obj
def serve(settings: Settings, *, no_worker: bool) -> None:
    """Serve the application and its background worker; Ctrl+C stops both."""
    from jobs.supervisor import supervise

    sys.exit(supervise(settings, with_worker=not no_worker))


@cli.command()
@click.pass_obj
def work(settings: Settings) -> None:
    """Run background jobs until stopped."""
    from jobs.worker import work as run_worker

    run_worker(settings)


@cli.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring the store to the newest schema."""
    open_store(settings).close()
    click.echo("the store is at the newest schema")


@cli.command("verify-audit")
@click.option("--anchor", default="", metavar="COUNT:SEAL", help="An anchor of earlier.")
@click.pass_obj
def verify_audit(settings: Settings, anchor: str) -> None:
    """Check every seal of the audit log and print the anchor to keep elsewhere."""
    from planning.audit_log import verification

    with _friendly():
        result = verification(open_store(settings), anchor)
    click.echo("\n".join(result.lines()))
    sys.exit(1 if result.broken else 0)


@cli.command()
@click.option("--serve", "then_serve", is_flag=True, help="Serve the application afterwards.")
@click.option("--lines", default=400_000, show_default=True, help="Ledger lines of Cedar Valley.")
@click.pass_obj
def demo(settings: Settings, *, then_serve: bool, lines: int) -> None:
    """Load the two sample districts and make the demonstration sign-ins."""
    from jobs.demo import demo_lines, prepare
    from jobs.supervisor import supervise

    settings = settings.model_copy(update={"demo": True})
    with _friendly(), _progress() as progress:
        prepare(settings, lines=lines, progress=progress)
    click.echo("\n".join(demo_lines(settings, serving=then_serve)))
    if then_serve:
        sys.exit(supervise(settings, with_worker=True))


@cli.group()
def user() -> None:
    """People who may sign in."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="Name shown in the application.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--district", required=True, help="District in which the role holds.")
@click.option("--location", help="Only this location (principals).")
@click.password_option(help="At least 15 characters.")
@click.pass_obj
def user_add(  # one option a field
    settings: Settings,
    email: str,
    name: str,
    role: str,
    district: str,
    location: str | None,
    password: str,
) -> None:
    """Create a person with one role in one district."""
    with _friendly():
        store, hashing = _people(settings)
        people.create_user(SYSTEM, store, email=email, name=name)
        people.assign(
            SYSTEM, store, email=email, district=district, role=Role(role), location_id=location
        )
        people.set_password(SYSTEM, store, hashing, email=email, password=password)
    click.echo(f"{email} may sign in as {role} of {district}")


@user.command("assign")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--district", required=True, help="District in which the role holds.")
@click.option("--location", help="Only this location (principals).")
@click.pass_obj
def user_assign(
    settings: Settings, email: str, role: str, district: str, location: str | None
) -> None:
    """Give a person another role, or one in another district."""
    with _friendly():
        store, _ = _people(settings)
        people.assign(
            SYSTEM, store, email=email, district=district, role=Role(role), location_id=location
        )
    click.echo(f"{email} is {role} of {district}")


@user.command("list")
@click.pass_obj
def user_list(settings: Settings) -> None:
    """Show everybody with role, district and state."""
    store, _ = _people(settings)
    for person in people.everybody(store):
        roles = "; ".join(
            f"{role.value} of {district}" + (f" ({place})" if place else "")
            for district, role, place in person.memberships
        )
        click.echo(f"{person.email}\t{'active' if person.is_active else 'deactivated'}\t{roles}")


@user.command("password")
@click.argument("email")
@click.password_option(help="At least 15 characters.")
@click.pass_obj
def user_password(settings: Settings, email: str, password: str) -> None:
    """Set a new password and end all sessions of this person."""
    with _friendly():
        store, hashing = _people(settings)
        people.set_password(SYSTEM, store, hashing, email=email, password=password)
    click.echo(f"{email} has a new password")


@user.command("deactivate")
@click.argument("email")
@click.pass_obj
def user_deactivate(settings: Settings, email: str) -> None:
    """Block sign-in and end all sessions of this person."""
    with _friendly():
        people.deactivate(SYSTEM, _people(settings)[0], email=email)
    click.echo(f"{email} may not sign in any more")


def _people(settings: Settings) -> tuple[Store, Passwords]:
    return open_store(settings), people.passwords(settings)


def _assignment(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise click.UsageError(f"--set takes NAME=VALUE, found {text!r}")
    return name.replace("-", "_"), value


def _named(columns: tuple[str, ...]) -> dict[Field, str]:
    from loaders.uploads.unit_columns import Field

    pairs = (text.partition("=") for text in columns)
    return {_one_of(Field, name): heading for name, _, heading in pairs}


def _one_of(kind: type[Word], name: str) -> Word:
    try:
        return kind(name)
    except ValueError:
        known = ", ".join(str(one) for one in kind)
        raise click.UsageError(f"{name!r} is none of: {known}") from None


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise click.UsageError(f"{text!r} is not a number") from None
    if not 0 <= value <= _HEAVIEST:
        raise click.UsageError(f"an extra weight lies between 0 and {_HEAVIEST}, not {text}")
    return value


def _progress() -> TerminalProgress:
    from loaders.progress import TerminalProgress

    return TerminalProgress()


user.add_command(user_invite)
user.add_command(user_reset_second_step)
cli.add_command(list_uploads)
cli.add_command(upload)
cli.add_command(feed)

if __name__ == "__main__":
    cli(prog_name="plumbline")
