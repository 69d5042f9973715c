"""An open mail on the page of mail: its words around a table that a phone folds."""

from __future__ import annotations

from datetime import UTC, datetime

from dash import html

from pages.configure.mail import LetterTable, MailLine, MailPage, OpenMail, body

LINES = "Date  Vendor  Paid     Left\n1 Mar  Ink    $5  $1,995.00"
PAPER = LetterTable(LINES, ("Date", "Vendor", "Paid", "Left"),
                    [("1 Mar", "Ink", "$5", "$1,995.00")], 2)  # fmt: skip
SENT = MailLine(1, datetime(2026, 11, 23, tzinfo=UTC), "a@d.example", "S", "sent", "", False)


def shown(table):
    letter = OpenMail("a@d.example", "S", f"Before.\n\n{LINES}\n\nAfter.", "", "", table)
    page = html.Div(body(MailPage([SENT], "", "plumbline@localhost", True, letter)))
    [found] = [one for one in page._traverse() if getattr(one, "className", "") == "letter"]
    return found


def test_the_table_stands_between_the_words_and_not_twice():
    before, table, after = shown(PAPER).children
    assert (before.children, after.children) == ("Before.", "After.")
    assert str(table).count("$1,995.00") == 1
    assert [one.children for one in shown(None).children] == [f"Before.\n\n{LINES}\n\nAfter."]


def test_a_phone_keeps_the_last_figure_and_lets_the_others_go():
    columns = shown(PAPER).children[1].columns
    looks = {one["head"]: set(one.get("cell", "").split()) for one in columns}
    dropped = {name for name, look in looks.items() if "x" in look}
    assert dropped == {"Paid"}
    assert "full" in looks["Vendor"], "a line of its own below the name of the row"
