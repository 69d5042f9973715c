"""A person's own table on the page: state, reading, sentences, and nothing kept."""

from __future__ import annotations

import base64
import json

import pytest
from plotly import graph_objects as go

from callbacks.evaluate.own_table import (
    UploadError,
    own_table_state,
    reckoned,
    shown_weights,
)
from callbacks.evaluate.own_table_view import own_table_view
from loaders.errors import LoaderError
from metrics.equity import Weighting
from pages.components.sentence import plain
from pages.evaluate.own_table import asked, body, refused
from pages.state import OwnTableState
from pages.theme import painted
from tests.metrics.test_equity import large

HEAD = "School,Students,PPE,Low income,Level,Income,Score,ELL,SPED"
NOTHING = {"frl": None, "ell": None, "sped": None}
NO_CLICKS = {"each": 0, "once": 0}


def table_text(count=60):
    table = large(count)
    lines = [HEAD]
    for at in range(count):
        share = table.frl_share[at]
        money = table.spending[at] + 3_000 * share
        columns = (
            f"School {at}", table.pupils[at], money, 100 * share,
            "elem" if at % 2 else "high", table.wealth[at], table.outcome[at],
            table.ell_share[at], table.sped_share[at],
        )  # fmt: skip
        lines.append(",".join(str(one) for one in columns))
    return "\n".join(lines)


def sent(text, kind="text/csv"):
    raw = text if isinstance(text, bytes) else text.encode()
    return f"data:{kind};base64,{base64.b64encode(raw).decode()}"


def view_of(text, state=None):
    found, _, told = reckoned(sent(text), "our schools.csv", state or OwnTableState())
    return own_table_view(found, told)


def test_a_whole_table_has_every_family_and_its_sentence():
    view = view_of(table_text())
    assert view.groups == ["All", "high", "elem"]
    assert len(view.families) == 8
    for family in view.families:
        assert plain(family.sentence)
        assert family.lines
        assert family.method.startswith(("60 schools", "56 schools, left out: 4 with 200 pupils"))
        assert all(len(line.values) == 3 for line in family.lines)
    assert "An average low-income pupil sits in a school that spends $" in plain(view.sentence)
    assert "the pattern between schools is" in plain(view.sentence)
    assert len(view.schools) == 16
    assert body(view)


def test_pictures_are_figures_that_plotly_takes():
    pictures = [family.picture for family in view_of(table_text()).families if family.picture]
    assert [one.name for one in pictures] == ["own-curves", "own-need"]
    for one in pictures:
        go.Figure(painted({key: one.figure[key] for key in ("data", "layout")}))
    curves, scatter = pictures
    assert [row[0] for row in curves.rows] == [f"{tenth}%" for tenth in range(0, 101, 10)]
    assert len(scatter.rows) == 60
    assert [level for level, _ in scatter.key] == ["high", "elementary"]


def test_few_columns_and_few_schools_say_what_is_missing():
    view = view_of("School,Students,PPE\nA,10,100\nB,20,110\n")
    assert "too few" in plain(view.sentence) or "2 schools" in plain(view.sentence)
    (family,) = view.families
    gini = next(line for line in family.lines if line.metric == "gini")
    assert (
        gini.reasons == ["needs at least 5 schools; 2 have a figure"]
        or "at least 5" in (gini.reasons[0])
    )
    assert body(view)


def test_problems_and_notes_stand_on_the_page():
    view = view_of(table_text() + "\nSchool 1,5,5,5,elem,1,1,.1,.1\nLast,x,5,5,elem,1,1,.1,.1")
    assert [problem[:3] for problem in view.problems] == [
        ("62", "School", "School 1"),
        ("63", "Students", "x"),
    ]
    assert any("read as percent" in note for note in view.notes)


def test_what_a_school_has_is_reckoned_by_the_choices():
    text = table_text()
    plain_found = reckoned(sent(text), "a.csv", OwnTableState())[0]
    heavier = reckoned(sent(text), "a.csv", OwnTableState(frl="0.5", each=True, once=True))[0]
    assert heavier.weights.weights[0].extra == 0.5
    assert heavier.weights.weights[0].source == "as you chose"
    assert heavier.weighting is Weighting.EACH
    assert plain_found.weights.weights[0].extra == 0.25


@pytest.mark.parametrize("contents", [None, 7, "", "data:text/csv;base64,!!", "data:text/csv,abc"])
def test_what_did_not_arrive_is_said(contents):
    with pytest.raises(LoaderError):
        reckoned(contents, "a.csv", OwnTableState())


def test_a_large_file_is_refused_before_it_is_read():
    with pytest.raises(UploadError, match="larger than 10 MB"):
        reckoned(sent(b"a" * 10_000_001), "a.csv", OwnTableState())


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "..\\x.csv", None, "", "a/b:c.csv"])
def test_a_file_name_cannot_leave_its_folder(name):
    told = reckoned(sent(table_text()), name, OwnTableState())[2]
    assert "/" not in told.file
    assert not told.file.startswith(".")


def test_text_of_the_file_is_shown_as_text():
    text = table_text().replace("School 3,", "<script>alert(1)</script>,")
    page = json.dumps([one.to_plotly_json() for one in body(view_of(text))], default=str)
    assert "dangerously" not in page
    assert json.dumps(refused("<b>x</b>")[0].to_plotly_json(), default=str)
    assert asked()


def test_the_address_decides_when_the_page_opens():
    state, kept, is_new = own_table_state("?each=1&frl=0.4", NOTHING, NO_CLICKS, None)
    assert (state.each, state.frl, is_new) == (True, "0.4", False)
    assert kept == {"query": "?each=1&frl=0.4", "each": 0, "once": 0}
    assert shown_weights(state) == ["0.4", "0.2", "0.9"]


def test_switches_and_weights_change_the_address():
    _, kept, _ = own_table_state("", NOTHING, NO_CLICKS, None)
    typed = {"frl": "0.25", "ell": "0.2", "sped": "1.1"}
    state, kept, is_new = own_table_state("", typed, {"each": 1, "once": 0}, kept)
    assert is_new
    assert state.to_query() == "?each=1&sped=1.1"
    again, kept, _ = own_table_state("?each=1&sped=1.1", typed, {"each": 2, "once": 0}, kept)
    assert again.to_query() == "?sped=1.1"


@pytest.mark.parametrize("text", ["much", "-1", "11", "1e3", "nan"])
def test_what_is_no_weight_leaves_the_starting_one(text):
    _, kept, _ = own_table_state("", NOTHING, NO_CLICKS, None)
    state, _, _ = own_table_state("", NOTHING | {"frl": text}, NO_CLICKS, kept)
    assert state.frl == ""
    assert shown_weights(state)[0] == "0.25"


def rows_of(*lines):
    return "\n".join(["School,Students,PPE,Low income,SPED", *lines])


def sentence_of(view, start):
    return next(t for one in view.families if (t := plain(one.sentence)).startswith(start))


def test_each_school_once_speaks_of_schools_in_words_and_picture():
    view = view_of(table_text(), OwnTableState(each=True))
    told = [plain(view.sentence), *(plain(one.sentence) for one in view.families)]
    assert not any("dollars" in one for one in told)
    assert told[0].startswith("Weighted by their share of low-income pupils, schools spend $")
    assert [one.method.partition(" pupils, ")[2].split(".")[0] for one in view.families] == [
        *["each school once"] * 7, "by pupil",
    ]  # fmt: skip
    curves = next(one.picture for one in view.families if one.picture)
    assert curves.description.startswith("Share of spending against share of schools")
    assert curves.heads[:2] == ["Schools, from the lowest", "Spending, ranked by spending"]
    assert curves.figure["layout"]["xaxis"]["title"]["text"].startswith("share of schools")
    assert "of schools have" in curves.figure["data"][1]["hovertemplate"]
    assert [one[2] for one in view.figures if one[0] in {"Mean spending", "Difference"}] == [
        "per pupil, each school once", "by share of low-income pupils",
    ]  # fmt: skip


def test_the_spread_by_need_is_compared_over_the_same_schools():
    lines = [f"S{n},100,{10_000 if n < 5 else 10_500},{50 if n < 5 else 10},10" for n in range(10)]
    view = view_of(rows_of(*lines, "S10,100,10000,50,10", "Outlier,100,40000,50,"))
    # By hand: the outlier alone makes the spread of all twelve wide, and it has no share of SPED.
    assert sentence_of(view, "Counted by need").startswith(
        "Counted by need, the spread is larger: "
    )
    assert "instead of 2.4%, 11 schools" in sentence_of(view, "Counted by need")


def test_the_lead_counts_the_schools_behind_the_mean():
    lines = [f"S{n},100,{8_000 + 1_000 * n},{10 if n < 3 else ''}," for n in range(8)]
    assert plain(view_of(rows_of(*lines)).sentence).startswith("8 schools spend $11,500 per pupil")
