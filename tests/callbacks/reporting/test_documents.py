"""Cards as slides, PowerPoint and PDF: the numbers of the screen, editable, tagged, harmless.

Expected figures come from the read models that the export gives, reckoned here.
"""

from __future__ import annotations

import builtins
import io
import socket
import zipfile
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
import pikepdf
import pytest
from pptx import Presentation
from pptx.util import Emu

from access.permissions import Permission
from access.policy import NotPermitted
from access.roles import Role
from access.scope import Scope
from callbacks.reporting.cards import CARDS, cards_on, slide_of
from callbacks.reporting.views import NoSuchView, page, view_of
from data.per_pupil import per_pupil_spending
from data.spending import spending_by_category
from exports import report as pdf_report
from exports.deck import deck
from exports.deck_data import category_data, point_data
from exports.report import NoPdfEngine, report
from exports.slides import Chart, ChartKind, Look, Series
from tests.data.serving_sample import DISTRICT
from tests.pdf_text import pdf_text

WHOLE = Scope.whole(DISTRICT)


@pytest.fixture(scope="module")
def opened(content):
    return Presentation(io.BytesIO(deck(content)))


@pytest.fixture(scope="module")
def paper(content):
    with pikepdf.open(io.BytesIO(report(content))) as pdf:
        yield pdf


def dollars(value):
    return float(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))


def charts(presentation):
    return [s.chart for slide in presentation.slides for s in slide.shapes if s.has_chart]


def chart_on(presentation, question):
    slide = next(s for s in presentation.slides if question in s.notes_slide.notes_text_frame.text
                 or s.shapes.title.text == question)  # fmt: skip
    return next(s.chart for s in slide.shapes if s.has_chart)


def workbook(chart):
    blob = chart.part.chart_workbook.xlsx_part.blob
    return openpyxl.load_workbook(io.BytesIO(blob)).active


def test_every_card_of_every_page_becomes_a_slide(slides):
    assert {"home-need", "home-categories", "home-levels", "home-funds", "schools"} <= set(slides)
    assert {"school-money", "school-likeness", "school-years", "school-results"} <= set(slides)
    assert "scatter" in slides
    for name, slide in slides.items():
        assert slide.question.strip(), name
        assert slide.finding.strip(), name
        assert slide.tables, name
        assert slide.source, name
        assert all(len(row.cells) in (1, len(t.headings)) for t in slide.tables for row in t.rows)


def test_a_deck_of_ten_slides_opens_with_titles_notes_rows_and_numbers(opened, content):
    assert len(content.slides) == 10
    titles = [slide.shapes.title.text for slide in opened.slides]
    assert titles[0] == "Board report"
    assert titles[1:11] == [slide.heading for slide in content.slides]
    assert titles[-1] == "About these figures"
    assert sum(title.startswith("Appendix: ") for title in titles) >= 8
    assert Emu(opened.slide_width) / Emu(opened.slide_height) == pytest.approx(16 / 9, abs=0.001)
    for slide, made in zip(content.slides, list(opened.slides)[1:11], strict=True):
        notes = made.notes_slide.notes_text_frame.text
        assert slide.finding in notes
        assert slide.method in notes
        assert slide.address in notes
        first, second = list(made.shapes)[:2]
        assert first == made.shapes.title
        assert second.text_frame.text == slide.finding
        assert "sldNum" in {one.element.ph.get("type") for one in made.placeholders}
    text = opened.slides[-1].placeholders[1].text_frame.text
    assert "28 Feb 2025" in text
    assert "Left out: A card that is not there any more." in text


def test_native_charts_carry_the_categories_of_the_export(opened, services):
    rows = spending_by_category(services.warehouse, WHOLE, fiscal_year=2024, funds=["10"])
    sums = defaultdict(Decimal)
    for row in rows.to_pylist():
        sums[row["category_name"]] += row["spent_usd"]
    chart = chart_on(opened, "Where did the money go?")
    plot = chart.plots[0]
    drawn = dict(zip(plot.categories, plot.series[0].values, strict=True))
    assert drawn == {name: dollars(total) for name, total in sums.items() if total}
    cells = list(workbook(chart).iter_rows(min_row=2, values_only=True))
    assert dict(cells) == drawn


def test_points_of_the_scatter_are_those_of_the_export_and_named_in_the_workbook(opened, services):
    rows = per_pupil_spending(services.warehouse, WHOLE, fiscal_year=2024).to_pylist()
    expected = {
        (round(row["frl_share"] * 100, 6), round(float(row["per_pupil_usd"]), 2))
        for row in rows
        if row["frl_share"] is not None and row["per_pupil_usd"] is not None and row["level"]
    }
    chart = chart_on(opened, "Do students with more need get more money?")
    drawn = set()
    for series in chart.plots[0].series:
        xs = [float(v.text) for v in series._element.findall(".//{*}xVal//{*}v")]
        drawn |= {(round(x, 6), round(y, 2)) for x, y in zip(xs, series.values, strict=True)}
    assert expected
    assert drawn == expected
    named = {row[place] for row in workbook(chart).iter_rows(min_row=2, values_only=True)
             for place in range(0, len(row), 3)} - {None}  # fmt: skip
    assert named == {"Ash", "Birch", "Dogwood Middle"} or {"Ash Elementary"} <= named


def test_hidden_figures_are_nowhere(opened, paper, services, slides):
    """Coral Point has eight pupils: its shares and dollars per pupil leave in no form."""
    rows = per_pupil_spending(services.warehouse, WHOLE, fiscal_year=2024).to_pylist()
    coral = next(row for row in rows if row["location_id"] == "103")
    assert coral["per_pupil_usd"] is None
    line = next(row for row in slides["schools"].tables[0].rows if row.cells[0].startswith("Coral"))
    assert "–" in line.cells
    assert not {"63%", "25%", "13%", "62.5%", "12.5%"} & set(line.cells)
    for chart in charts(opened):
        for row in workbook(chart).iter_rows(values_only=True):
            if row and isinstance(row[0], str) and row[0].startswith("Coral"):
                assert set(row[1:]) == {None}
    assert "62.5%" not in pdf_text(paper)


def test_alternative_texts_and_no_formula_anywhere(opened, content):
    for slide in opened.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr").strip()
    for chart in charts(opened):
        cells = [cell for row in workbook(chart).iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert opened.slides[1].shapes.title.text == "=1+1 money & need <b>"
    assert "@SUM(A1)" in opened.slides[1].notes_slide.notes_text_frame.text


def test_texts_that_a_spreadsheet_would_run_stay_text():
    evil = ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@A1"]
    bars = Chart(ChartKind.BARS, [Series("=2+2", [1.0] * 5)], categories=evil)
    dots = Chart(ChartKind.SCATTER, [Series("=3+3", [1.0] * 5, x=[1.0] * 5, look=Look.MARKS,
                                            names=evil)])  # fmt: skip
    for data in (category_data(bars), point_data(dots)):
        sheet = openpyxl.load_workbook(io.BytesIO(data._workbook_writer.xlsx_blob)).active
        texts = [c for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
        assert {c.data_type for c in texts} == {"s"}
        assert set(evil) <= {c.value for c in texts}


def test_the_file_is_whole_and_holds_no_address_of_another_host(content):
    archive = zipfile.ZipFile(io.BytesIO(deck(content)))
    assert archive.testzip() is None
    for name in archive.namelist():
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in archive.read(name), name


def elements(node, found=None):
    """Every element of the structure: its kind and itself."""
    found = [] if found is None else found
    if isinstance(node, pikepdf.Array):
        for one in node:
            elements(one, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node and node.get("/Type") != "/MCR":
            found.append((str(node.S), node))
        if "/K" in node:
            elements(node.K, found)
    return found


def test_the_pdf_is_tagged(paper, content):
    root = paper.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "en"
    assert str(paper.docinfo["/Title"]) == content.title
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    found = elements(root.StructTreeRoot.K)
    kinds = [kind for kind, _ in found]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(content.slides) + 1
    figures = [node for kind, node in found if kind == "/Figure"]
    assert len(figures) == sum(len(slide.charts) for slide in content.slides)
    assert all(str(node.Alt).strip() for node in figures)
    assert kinds.count("/Table") == sum(len(slide.tables) for slide in content.slides)
    assert "/TH" in kinds
    cells = [node for kind, node in found if kind == "/TD"]
    assert cells
    # Each cell names the heads of its column and of its row.
    assert all(len(node.A.Headers) == 2 for node in cells)


def test_the_pdf_says_the_same_and_carries_its_fonts(paper, content):
    text = "".join(pdf_text(paper).split())
    for slide in content.slides:
        assert "".join(slide.finding.split()) in text
    assert "=1+1money&need<b>" in text
    fonts = {str(one.BaseFont) for page_ in paper.pages
             for one in page_.Resources.get("/Font", {}).values()}  # fmt: skip
    assert fonts
    assert all("Inter" in name for name in fonts), fonts


def test_a_pdf_asks_nobody(content, monkeypatch):
    """No socket is opened, and an address of another host stops the work."""

    def refused(*_args, **_more):
        raise AssertionError("a document opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refused)
    assert report(content)[:5] == b"%PDF-"
    with pytest.raises(BaseException, match="Error fetching"):
        pdf_report.pdf("<img src='http://192.0.2.1/x.png' alt='x'>")
    with pytest.raises(BaseException, match="Error fetching"):
        pdf_report.pdf("<img src='file:///etc/hostname' alt='x'>")


def test_without_its_engine_the_message_says_what_to_install(content, monkeypatch):
    real = builtins.__import__

    def missing(name, *rest, **more):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(NoPdfEngine, match="apt-get install libpango"):
        report(content)


def test_a_page_gives_only_what_the_person_may_see(services, person):
    principal = person(Role.PRINCIPAL, "101")
    shown = page(services, principal, "/?year=2024")
    assert "home-funds" not in cards_on(shown)
    assert slide_of(shown, "home-funds") is None
    stranger = person(Role.VIEWER)
    nobody = type(stranger)(**{
        **{name: getattr(stranger, name) for name in stranger.__slots__},
        "permissions": frozenset({Permission.HOME_READ}),
    })  # fmt: skip
    with pytest.raises(NotPermitted):
        page(services, nobody, "/evaluate/schools")


@pytest.mark.parametrize(
    "address", ["/data", "/nothing", "https://evil.example/", "//evil", "/evaluate/schools/a/b",
                "/?" + "x" * 600, "/\n"],
)  # fmt: skip
def test_other_addresses_are_refused(address):
    with pytest.raises(NoSuchView):
        view_of(address)


def test_the_list_of_cards_names_only_cards_that_exist(slides, services, person):
    home = {name for role, place in ((Role.PRINCIPAL, "101"), (Role.BUDGET_DIRECTOR, None))
            for name in cards_on(page(services, person(role, place), "/"))}  # fmt: skip
    assert set(slides) | home <= set(CARDS)


def test_cards_of_compared_schools_become_slides(slides):
    for name in ("compare-sources", "compare-years"):
        slide = slides[name]
        assert slide.address.startswith("/evaluate/compare?schools=101,103")
        assert slide.charts
        assert slide.tables
