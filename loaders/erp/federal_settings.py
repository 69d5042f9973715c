"""What federal fiscal tests need to know of a district's accounts, read strictly.

The tests ask which accounts pay for Title I, for instruction, for special education, and which
are left out of maintenance of effort. Every answer is a list of named groups of accounts.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from loaders.erp.attribution_settings import BucketScope, once
from loaders.erp.mapping_rules import Misfit, Part, Text

_MOST_WEIGHT = Decimal(10)


class AccountGroup(Part):
    """Accounts that belong together under one name; an account counts in the first that fits."""

    name: Text = Field(description="What the accounts are, as pages print it.")
    scopes: tuple[BucketScope, ...] = Field(min_length=1, description="Which accounts it holds.")


class FundingFormula(Part):
    """The district's own way to give state and local dollars to schools, blind to Title I."""

    weights: dict[Literal["frl", "ell", "sped"], Decimal] = Field(
        default={}, description="Group of pupils -> extra weight: 0.25 counts such a pupil 1.25."
    )
    foundation: Decimal = Field(
        default=Decimal(0), ge=0, description="Dollars every school has before the rest is shared."
    )
    source: Text = Field(description="Who decided it, and where it is written.")

    @model_validator(mode="after")
    def _weights_fit(self) -> Self:
        for need, extra in self.weights.items():
            if not 0 <= extra <= _MOST_WEIGHT:
                raise Misfit("an extra weight from 0 to 10", ("weights", need), str(extra))
        return self


class FederalRules(Part):
    """Everything that federal fiscal tests ask of the district; each key may be left out."""

    title_one: tuple[AccountGroup, ...] = Field(
        default=(), description="Accounts whose dollars make a school one with Title I."
    )
    title_one_schools: tuple[Text, ...] = Field(
        default=(), description="Locations with Title I, where the district lists them itself."
    )
    instruction: tuple[AccountGroup, ...] = Field(
        default=(), description="Accounts of instruction: their salaries and their materials."
    )
    effort_excluded: tuple[AccountGroup, ...] = Field(
        default=(), description="Accounts left out of maintenance of effort under ESEA."
    )
    special_education: tuple[AccountGroup, ...] = Field(
        default=(), description="Accounts of special education, for effort under IDEA."
    )
    local: tuple[AccountGroup, ...] = Field(
        default=(), description="Accounts of local money, apart from the state's."
    )
    formula: FundingFormula | None = Field(
        default=None, description="The district's written formula; none: the product's weights."
    )

    @model_validator(mode="after")
    def _names_once(self) -> Self:
        for key in ("title_one", "instruction", "effort_excluded", "special_education", "local"):
            once([group.name for group in getattr(self, key)], (key,))
        once(list(self.title_one_schools), ("title_one_schools",))
        return self
