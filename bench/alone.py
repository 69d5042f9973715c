"""What is measured in a process of its own: `python -m bench.alone load|copy|serve ...`."""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


def load_all(var: str, code: str, mapping: str, source: str) -> None:
    """Load everything into an empty var folder."""
    from config import Settings  # noqa: PLC0415  the other side must not pay for it
    from loaders.pipeline import load  # noqa: PLC0415

    settings = Settings(var=Path(var), secret_key="", database_url="")
    load(settings, code, Path(mapping), Path(source), force=True)


def copy_all(target: str, source: str) -> None:
    """Copy every delimited file to unsorted Parquet: text stays text, misfits are passed over.

    No baseline could do less.
    """
    import duckdb  # noqa: PLC0415

    con = duckdb.connect(config={"threads": 2, "preserve_insertion_order": False})
    for path in sorted(Path(source).iterdir()):
        if path.suffix in {".csv", ".txt"}:
            options = "header = true" if path.suffix == ".csv" else _report(path)
            con.execute(
                f"copy (from read_csv('{path}', {options}, ignore_errors = true)) "
                f"to '{Path(target) / path.stem}.parquet' (format parquet)"
            )


def _report(path: Path) -> str:
    """How a report with a banner and bars is read: its headings stand in the fourth line."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        headings = [next(lines) for _ in range(4)][-1].rstrip("\r\n").split("|")
    columns = ", ".join(f"'{heading}': 'VARCHAR'" for heading in headings)
    return (
        f"delim = '|', quote = '', skip = 4, header = false, auto_detect = false, "
        f"columns = {{{columns}}}, strict_mode = false, null_padding = true"
    )


def serve_all(var: str, name: str, secret: str) -> None:
    """Open every page, ask every read model, search: what a web process does in its life."""
    import app  # noqa: PLC0415
    from bench.answers import check  # noqa: PLC0415
    from config import Settings  # noqa: PLC0415
    from data.read_models import READ_MODELS  # noqa: PLC0415
    from data.small_process import stay_small  # noqa: PLC0415
    from pages.registry import PAGES  # noqa: PLC0415

    settings = Settings(var=Path(var), secret_key="", database_url="")
    stay_small()
    client = app.create_app(settings).server.test_client()
    logging.disable(logging.INFO)
    client.set_cookie(name, secret)
    paths = [page.path for page in PAGES if not page.is_template]
    for model in READ_MODELS.values():
        is_paged = any(argument.name == "limit" for argument in model.arguments)
        paths.append(f"/export/{model.name}.csv{'?limit=500' if is_paged else ''}")
    paths += [f"/export/transactions.csv?limit=50&search={word}" for word in ("supply", "zzzz")]
    for path in paths:
        answer = client.get(path)
        content = answer.get_data()
        # Some tables ask for an argument, some for a right that this person does not have.
        if answer.status_code not in {400, 403} or not path.startswith("/export/"):
            check(path, answer.status_code, content)


def export_all(var: str, code: str, form: str, year: str, rows: str) -> None:
    """Write so many transactions as a file, in a process that holds the whole application."""
    import app  # noqa: PLC0415
    from access.scope import Scope  # noqa: PLC0415
    from config import Settings  # noqa: PLC0415
    from data.small_process import stay_small  # noqa: PLC0415
    from data.warehouse import Warehouse  # noqa: PLC0415
    from exports.flat import export  # noqa: PLC0415

    settings = Settings(var=Path(var), secret_key="", database_url="")
    stay_small()
    app.create_app(settings)
    everyone = Scope.whole(code, sees_compensation=True)
    asked = {"fiscal_year": int(year), "limit": int(rows)}
    made = export(Warehouse(settings), everyone, "transactions", form, asked)
    with tempfile.TemporaryFile(dir=var) as file:
        file.writelines(made.chunks)


_TASKS: dict[str, Callable[..., None]] = {
    "load": load_all,
    "copy": copy_all,
    "serve": serve_all,
    "export": export_all,
}


def peak_mb() -> float:
    """The most memory this process held; unlike what the parent is told, not the parent's own."""
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    _TASKS[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(f"\n{peak_mb()}\n")
