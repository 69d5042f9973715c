"""A presentation made as a job: for whom, over which rows, and who gets the file."""

from __future__ import annotations

import io
import os
import time

import pikepdf
import pytest
from pptx import Presentation

from access.actor import SYSTEM
from access.roles import Role
from callbacks.reporting.documents import make
from callbacks.reporting.files import AT_ONCE, ask, asked, ready
from callbacks.reporting.orders import KEPT, CannotMake, Order, files
from data.store import jobs as rows
from jobs import runs
from planning import people
from tests.callbacks.reporting.conftest import ADDRESSES, assigned, someone
from tests.data.serving_sample import DISTRICT

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\rIDATx\xdac\xfc\xcf\xc0P\x0f\x00\x04\x85\x01\x80\x84\xa9\x8c!\x00"
    b"\x00\x00\x00IEND\xaeB`\x82"
)


def entry(card, address, title="", note=""):
    return {"card": card, "address": address, "question": f"({card})", "title": title, "note": note}


def run(house, number):
    runs.run(house.settings, house.store, number, lambda *_: None)
    with house.store.reading() as tx:
        return rows.job(tx, number)


TEN = [
    *(entry(card, ADDRESSES[0]) for card in ("home-need", "home-categories", "home-levels")),
    entry("schools", ADDRESSES[1]),
    *(
        entry(card, ADDRESSES[2])
        for card in ("school-money", "school-need", "school-likeness", "school-years")
    ),
    entry("school-results", ADDRESSES[2]),
    entry("scatter", ADDRESSES[3], "What goes together here", "Ask why."),
]


def test_ten_slides_are_made_and_only_their_owner_gets_them(house):
    ada = someone(house, "ada", Role.SUPERINTENDENT)
    eve = someone(house, "eve", Role.SUPERINTENDENT)
    number = ask(house, ada, Order("June board", "pptx", has_appendix=False, slides=TEN))
    assert ready(house, ada, number) is None
    ended = run(house, number)
    assert (ended.status, ended.message) == ("done", "10 slides, ready.")
    assert ended.result["left_out"] == []
    found = ready(house, ada, number)
    assert found.file_name == "june-board.pptx"
    made = Presentation(found.path)
    titles = [slide.shapes.title.text for slide in made.slides]
    assert titles[0] == "June board"
    assert titles[10] == "What goes together here"
    assert len(titles) == 12  # no appendix: the cover, ten slides, about these figures
    assert "Ask why." in made.slides[10].notes_slide.notes_text_frame.text
    assert [job.id for job in asked(house, ada)] == [number]
    assert asked(house, eve) == []
    assert ready(house, eve, number) is None
    assert ready(house, ada, "../../secret.key") is None


def test_rights_are_those_of_the_moment_of_making(house):
    """Between asking and making the person became a principal: what is not theirs stays out."""
    ada = someone(house, "ada", Role.SUPERINTENDENT)
    slides = [entry("home-funds", "/?year=2024"), entry("schools", "/evaluate/schools?year=2024")]
    number = ask(house, ada, Order("June", "pdf", slides=slides))
    principal = assigned(house, ada.email, Role.PRINCIPAL, "101")
    ended = run(house, number)
    assert ended.status == "done"
    assert ended.result["slides"] == 1
    assert "(home-funds) The page does not show this card" in ended.result["left_out"][0]
    found = ready(house, principal, number)
    with pikepdf.open(found.path) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
    # Whoever sees other rows by now does not get the file of before.
    wider = assigned(house, ada.email, Role.SUPERINTENDENT)
    assert ready(house, wider, number) is None


def test_who_was_blocked_gets_nothing(house):
    ada = someone(house, "ada", Role.VIEWER)
    number = ask(house, ada, Order("June", "pptx", slides=TEN))
    people.deactivate(SYSTEM, house.store, email=ada.email)
    ended = run(house, number)
    assert ended.status == "failed"
    assert ended.message == "You do not belong to this district any more."


@pytest.mark.parametrize(
    "made_up",
    [
        entry("home-need", "/data"),
        entry("home-need", "https://evil.example/"),
        entry("made-up", "/"),
        entry("school-money", "/evaluate/schools/999?year=2024"),
    ],
)
def test_what_a_browser_makes_up_is_left_out_and_named(house, made_up):
    ada = someone(house, "ada", Role.SUPERINTENDENT)
    facts = make(
        house.settings, DISTRICT,
        {"person": ada.user_id, "title": "x", "form": "pptx", "has_appendix": True,
         "slides": [TEN[0], made_up]},
        lambda *_: None,
    )  # fmt: skip
    assert facts["slides"] == 1
    assert facts["left_out"][0].startswith(made_up["question"])
    number = ask(house, ada, Order("June", "pptx", slides=[made_up]))
    assert "None of the slides can be shown" in run(house, number).message


def test_nothing_chosen_and_too_much_at_once_are_refused(house):
    ada = someone(house, "ada", Role.VIEWER)
    with pytest.raises(CannotMake, match="add a card first"):
        ask(house, ada, Order("June", "pptx"))
    for _ in range(AT_ONCE):
        ask(house, ada, Order("June", "pptx", slides=TEN))
    with pytest.raises(CannotMake, match="being made"):
        ask(house, ada, Order("June", "pptx", slides=TEN))


def test_the_logo_stands_on_the_slides_and_old_files_are_swept(house):
    ada = someone(house, "ada", Role.SUPERINTENDENT)
    logo = house.settings.var / "logos" / f"{DISTRICT}.png"
    logo.parent.mkdir(exist_ok=True)
    logo.write_bytes(PNG)
    arguments = {"person": ada.user_id, "title": "x", "form": "pptx", "has_appendix": True,
                 "slides": TEN[:1]}  # fmt: skip
    told = []
    first = make(house.settings, DISTRICT, arguments, lambda step, part: told.append((step, part)))
    assert [part for _, part in told] == sorted(part for _, part in told)
    old = files(house.settings).folder / first["file"]
    made = Presentation(io.BytesIO(old.read_bytes()))
    kinds = [shape.shape_type.name for shape in made.slides[1].shapes if shape.shape_type]
    assert "PICTURE" in kinds
    before = time.time() - KEPT.total_seconds() - 60
    os.utime(old, (before, before))
    logo.write_bytes(b"GIF89a")
    make(house.settings, DISTRICT, arguments, lambda *_: None)
    assert not old.exists()
    assert not [one for one in files(house.settings).folder.iterdir() if one.name.startswith(".")]
