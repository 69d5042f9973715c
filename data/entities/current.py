"""Current: buckets and the templates that sum them up by category."""

from __future__ import annotations

from typing import Final

from access.permissions import Permission
from data.entities.entity import Entity
from data.entities.field import Field, choice, code, reference, references, text, whole
from data.entities.scope_lines import SCOPE, scope_lines

_MENU: Final = ("Configuration", "Current")
QUESTIONS: Final = (1, 2, 3, 4)
DECIDED_BY: Final = ("owner", "district")
BUCKET_TYPES: Final = ("expenditure", "revenue", "expenditure and revenue")


def _question(number: int) -> tuple[Field, Field]:
    return (
        text(f"question_{number}", f"Question {number}", 150,
             "What may I buy?" if number == 1 else "", "Question that owners often ask."),
        text(f"answer_{number}", f"Answer {number}", 1500,
             "Books and tutoring" if number == 1 else "", "Its answer."),
    )  # fmt: skip


BUCKET: Final = Entity(
    "bucket", "Bucket", "Buckets", "Collections of accounts that are shown as one pot.",
    (*_MENU, "Buckets"),
    (
        text("name", "Name", 60, "Title 1", "Name of the bucket.", required=True),
        code("code", "Code", "T1", "Short code of the bucket."),
        choice("type", "Type", BUCKET_TYPES, "expenditure", "Which accounts it may hold.",
               required=True),
        text("description", "Description", 100, "Title I, Part A", "What the money is for."),
        choice("decided_by", "Decided by", DECIDED_BY, "owner",
               "Who decides how the money is spent; both see it.", default="owner",
               on_file=False),
        whole("place", "Place", "10", "Where it stands among the others, smallest first.",
              between=(0, 9999), on_file=False),
        references("roles", "Roles", "role", "Builder", "Roles that see it, by code or name.",
                   required=True),
        reference("rollup_widget_template", "Rollup template", "rollup_template", "CO",
                  "Categories that sum it up, by code or name."),
        *(field for number in QUESTIONS for field in _question(number)),
    ),
    ("code",),
    Permission.MANAGE_CONFIGURE,
    unique=(("type", "name"),),
    lines=scope_lines(("Funds", "is", "210")),
    line_key=SCOPE,
    least_lines=1,
    together=(SCOPE, *((f"question_{n}", f"answer_{n}") for n in QUESTIONS)),
)  # fmt: skip

ROLLUP_TEMPLATE: Final = Entity(
    "rollup_template", "Rollup widget template", "Rollup widget templates",
    "Ordered categories; an account falls into the first that matches, the rest into Other.",
    (*_MENU, "Rollup Widget Templates"),
    (
        code("code", "Code", "CO", "Short code of the template."),
        text("name", "Name", 60, "Central Office Account Summary", "Name of the template.",
             required=True),
    ),
    ("code",),
    Permission.MANAGE_CONFIGURE,
    unique=(("name",),),
    lines=(
        text("category", "Category", 60, "Supplies", "Name of the category.", required=True),
        whole("category_sort", "Order", "1", "Place of the category, smallest first.",
              between=(0, 9999)),
        *scope_lines(("Objects", "between", "4000-4999"), required=True),
    ),
    line_key=("category", *SCOPE),
    least_lines=1,
)  # fmt: skip

ENTITIES: Final = (BUCKET, ROLLUP_TEMPLATE)
