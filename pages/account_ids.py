"""Names of components on the pages about accounts: one class a page, as in `pages.ids`."""

from __future__ import annotations

from typing import Final


class Account:
    """The reader's own account."""

    URL: Final = "account-url"
    BODY: Final = "account-body"
    DO: Final = "account-do"
    FIELD: Final = "account-field"
    SAID: Final = "account-said"


class Team:
    """The team of a budget."""

    URL: Final = "team-url"
    BODY: Final = "team-body"
    DO: Final = "team-do"
    FIELD: Final = "team-field"


class People:
    """Configuration, who may sign in."""

    URL: Final = "people-url"
    STATE: Final = "people-state"
    SEARCH: Final = "people-search"
    BODY: Final = "people-body"
    CSV: Final = "people-csv"
    XLSX: Final = "people-xlsx"
    FILE: Final = "people-file"


class Person:
    """Configuration, the account of one person."""

    URL: Final = "person-url"
    BODY: Final = "person-body"
    DO: Final = "person-do"
    SAID: Final = "person-said"


class Mail:
    """Configuration, mail that was or would be sent."""

    URL: Final = "mail-url"
    BODY: Final = "mail-body"
    DO: Final = "mail-do"


class Campaigns:
    """Configuration, mail to many people about their own budgets."""

    URL: Final = "campaigns-url"
    BODY: Final = "campaigns-body"
    DO: Final = "campaigns-do"
    FIELD: Final = "campaigns-field"


def campaigns_do(what: str) -> dict[str, str]:
    """A button on the page of campaigns."""
    return {"type": Campaigns.DO, "do": what}


def campaigns_field(name: str) -> dict[str, str]:
    """A field of the form of a campaign."""
    return {"type": Campaigns.FIELD, "name": name}


class Adoption:
    """Configuration, who looks at the budgets."""

    URL: Final = "adoption-url"
    BODY: Final = "adoption-body"
    GOAL: Final = "adoption-goal"
    GOAL_DO: Final = "adoption-goal-do"
    GOAL_FIELD: Final = "adoption-goal-field"


def goal_do(what: str) -> dict[str, str]:
    """A button on the goal of the district."""
    return {"type": Adoption.GOAL_DO, "do": what}


def goal_field(name: str) -> dict[str, str]:
    """A field of the goal of the district."""
    return {"type": Adoption.GOAL_FIELD, "name": name}


class Help:
    """Words on the screen one came from, and the question to the budget office."""

    URL: Final = "help-url"
    BODY: Final = "help-body"
    TEXT: Final = "help-text"
    SEND: Final = "help-send"


class CallList:
    """Configuration, who has not looked and is to be called."""

    URL: Final = "call-list-url"
    BODY: Final = "call-list-body"
    DO: Final = "call-list-do"
    FIELD: Final = "call-list-field"


def account_do(what: str, key: str = "") -> dict[str, str]:
    """A button on the page of one's own account; `key` says for what."""
    return {"type": Account.DO, "do": what, "key": key}


def call_do(what: str) -> dict[str, str]:
    """A button on the list of calls."""
    return {"type": CallList.DO, "do": what}


def team_do(what: str) -> dict[str, str]:
    """A button on the page of a team."""
    return {"type": Team.DO, "do": what}


def person_do(what: str) -> dict[str, str]:
    """A button on the page of a person."""
    return {"type": Person.DO, "do": what}
