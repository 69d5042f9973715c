"""Names of components that callbacks address: one class a page, values `<page>-<thing>`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final


class Router:
    """Components that Dash's own router brings."""

    LOCATION: Final = "_pages_location"


class Shell:
    """What surrounds every page."""

    NAVIGATION: Final = "shell-navigation"
    TOP: Final = "shell-top"
    SEARCH: Final = "shell-search"
    TOUR: Final = "shell-tour"
    TOUR_KEPT: Final = "shell-tour-kept"


class Home:
    """The home of each role."""

    URL: Final = "home-url"
    BODY: Final = "home-body"
    CONGRATULATIONS: Final = "home-congratulations"
    CLOSE: Final = "home-close"


class Money:
    """Current, Money: every bucket."""

    URL: Final = "money-url"
    STATE: Final = "money-state"
    HEAD: Final = "money-head"
    BODY: Final = "money-body"
    EMPTY: Final = "money-empty"
    FOOT: Final = "money-foot"


class Bucket:
    """Current, one bucket."""

    URL: Final = "bucket-url"
    BODY: Final = "bucket-body"
    NOTE: Final = "bucket-note"
    SHARE: Final = "bucket-note-share"
    KEEP: Final = "bucket-note-keep"
    SAID: Final = "bucket-note-said"
    KEPT: Final = "bucket-note-kept"


class Loads:
    """Data: loads, control totals, rows set aside."""

    URL: Final = "loads-url"
    BODY: Final = "loads-body"
    AGAIN: Final = "loads-again"
    JOBS: Final = "loads-jobs"
    TICK: Final = "loads-tick"


class Transactions:
    """Current, Transactions."""

    URL: Final = "transactions-url"
    STATE: Final = "transactions-state"
    SEARCH: Final = "transactions-search"
    HEAD: Final = "transactions-head"
    TOOLS: Final = "transactions-tools"
    BODY: Final = "transactions-body"
    GRID: Final = "transactions-grid"


class Accounts:
    """Current, Accounts."""

    URL: Final = "accounts-url"
    STATE: Final = "accounts-state"
    SEARCH: Final = "accounts-search"
    HEAD: Final = "accounts-head"
    TOOLS: Final = "accounts-tools"
    BODY: Final = "accounts-body"
    GRID: Final = "accounts-grid"
    SAID: Final = "accounts-said"


class Orders:
    """Current, Purchase orders."""

    URL: Final = "orders-url"
    STATE: Final = "orders-state"
    SEARCH: Final = "orders-search"
    HEAD: Final = "orders-head"
    TOOLS: Final = "orders-tools"
    BODY: Final = "orders-body"
    GRID: Final = "orders-grid"


class BudgetDetails:
    """Current, one budget: what is set about it."""

    URL: Final = "budget-url"
    BODY: Final = "budget-body"


class Order:
    """Current, Purchase orders: one order."""

    URL: Final = "order-url"
    BODY: Final = "order-body"


class Staffing:
    """Current, Staffing: the lists of positions."""

    URL: Final = "staffing-url"
    STATE: Final = "staffing-state"
    SEARCH: Final = "staffing-search"
    HEAD: Final = "staffing-head"
    TOOLS: Final = "staffing-tools"
    BODY: Final = "staffing-body"
    GRID: Final = "staffing-grid"


class Assignments:
    """Current, Staffing: assignments that may be ended."""

    URL: Final = "assignments-url"
    STATE: Final = "assignments-state"
    SEARCH: Final = "assignments-search"
    HEAD: Final = "assignments-head"
    TOOLS: Final = "assignments-tools"
    BODY: Final = "assignments-body"
    GRID: Final = "assignments-grid"
    LAST_DAY: Final = "assignments-last-day"
    REVIEW: Final = "assignments-review"
    REVIEWED: Final = "assignments-reviewed"
    CONFIRM: Final = "assignments-confirm"
    ANSWER: Final = "assignments-answer"


class Position:
    """Current, Staffing: one position."""

    URL: Final = "position-url"
    BODY: Final = "position-body"
    EXPECTED: Final = "flag-expected"
    NOTE: Final = "flag-note"
    KEEP: Final = "flag-keep"
    CLEAR: Final = "flag-clear"
    VERSION: Final = "flag-version"
    ANSWER: Final = "flag-answer"


class Schools:
    """Evaluate, the list of schools."""

    URL: Final = "schools-url"
    STATE: Final = "schools-state"
    SEARCH: Final = "schools-search"
    HEAD: Final = "schools-head"
    BODY: Final = "schools-body"


class Compare:
    """Evaluate, schools side by side."""

    URL: Final = "compare-url"
    BODY: Final = "compare-body"


class Equity:
    """Evaluate, the equity report."""

    URL: Final = "equity-url"
    BODY: Final = "equity-body"


class School:
    """Evaluate, one school."""

    URL: Final = "school-url"
    BODY: Final = "school-body"


class Scatter:
    """Evaluate, the scatter explorer."""

    URL: Final = "scatter-url"
    STATE: Final = "scatter-state"
    SEARCH: Final = "scatter-search"
    HEAD: Final = "scatter-head"
    BODY: Final = "scatter-body"


class SchoolMap:
    """Evaluate, the school map."""

    URL: Final = "school-map-url"
    BODY: Final = "school-map-body"


class Questions:
    """Evaluate, guided questions."""

    URL: Final = "questions-url"
    BODY: Final = "questions-body"


class Programs:
    """Evaluate, a program across schools."""

    URL: Final = "programs-url"
    STATE: Final = "programs-state"
    WHERE: Final = "programs-where"
    HEAD: Final = "programs-head"
    BODY: Final = "programs-body"


class Methods:
    """Evaluate, how every figure is reckoned."""

    URL: Final = "methods-url"
    STATE: Final = "methods-state"
    SEARCH: Final = "methods-search"
    BODY: Final = "methods-body"


class OwnTable:
    """Evaluate, statistics of a person's own table."""

    URL: Final = "own-table-url"
    UPLOAD: Final = "own-table-upload"
    STATE: Final = "own-table-state"
    FRL: Final = "own-table-frl"
    ELL: Final = "own-table-ell"
    SPED: Final = "own-table-sped"
    EACH: Final = "own-table-each"
    ONCE: Final = "own-table-once"
    BODY: Final = "own-table-body"
    CSV: Final = "own-table-csv"
    XLSX: Final = "own-table-xlsx"
    JSON: Final = "own-table-json"
    FILE: Final = "own-table-file"


class Uploads:
    """Configuration, an upload of records."""

    URL: Final = "uploads-url"
    BODY: Final = "uploads-body"
    ANSWER: Final = "uploads-answer"
    DOWNLOAD: Final = "uploads-download"
    FILE: Final = "uploads-file"
    FIELD: Final = "uploads-field"
    TEMPLATE_CSV: Final = "uploads-template-csv"
    TEMPLATE_XLSX: Final = "uploads-template-xlsx"
    TO_REVIEW: Final = "uploads-to-review"
    BACK: Final = "uploads-back"
    IGNORE: Final = "uploads-ignore"
    AGREE: Final = "uploads-agree"
    CONFIRM: Final = "uploads-confirm"
    DISCARD: Final = "uploads-discard"
    ERRORS: Final = "uploads-errors"
    UNDO: Final = "uploads-undo"
    CANCEL: Final = "uploads-cancel"
    TICK: Final = "uploads-tick"


class PerPupil:
    """Evaluate, the per-pupil report."""

    URL: Final = "perpupil-url"
    BODY: Final = "perpupil-body"


class Central:
    """Evaluate, central resources."""

    URL: Final = "central-url"
    STATE: Final = "central-state"
    SEARCH: Final = "central-search"
    HEAD: Final = "central-head"
    BODY: Final = "central-body"


class Federal:
    """Evaluate, federal fiscal tests."""

    URL: Final = "federal-url"
    BODY: Final = "federal-body"


class Configure:
    """Configuration: what is set up, lists of records, and one record."""

    URL: Final = "configure-url"
    BODY: Final = "configure-body"
    LIST_URL: Final = "configure-list-url"
    LIST_STATE: Final = "configure-list-state"
    LIST_CSV: Final = "configure-list-csv"
    LIST_XLSX: Final = "configure-list-xlsx"
    LIST_FILE: Final = "configure-list-file"
    SEARCH: Final = "configure-search"
    LIST: Final = "configure-list"
    RECORD_URL: Final = "configure-record-url"
    RECORD: Final = "configure-record"
    TARGET: Final = "configure-target"
    FIELD: Final = "configure-field"
    LINE: Final = "configure-line"
    LINES: Final = "configure-lines"
    MORE: Final = "configure-more"
    REACH: Final = "configure-reach"
    REVIEW: Final = "configure-review"
    ANSWER: Final = "configure-answer"
    CONFIRM: Final = "configure-confirm"
    SET_ASIDE: Final = "configure-set-aside"
    DELETE: Final = "configure-delete"
    DELETE_NOW: Final = "configure-delete-now"


class Coverage:
    """Configuration, how far the buckets reach."""

    URL: Final = "coverage-url"
    BODY: Final = "coverage-body"


class AuditLog:
    """Configuration, the audit log."""

    URL: Final = "audit-log-url"
    STATE: Final = "audit-log-state"
    SEARCH: Final = "audit-log-search"
    BODY: Final = "audit-log-body"


class Board:
    """Reporting, board presentation; the last two stand in the shell, for the menus of cards."""

    URL: Final = "board-url"
    TICK: Final = "board-tick"
    BODY: Final = "board-body"
    PICKER: Final = "board-picker"
    FOOT: Final = "board-foot"
    TITLE: Final = "board-title"
    LINK: Final = "board-link"
    SAID: Final = "board-said"
    FILES: Final = "board-files"
    DO: Final = "board-do"
    WORDS: Final = "board-words"
    WANTED: Final = "board-wanted"
    NOTICE: Final = "board-notice"


def board_words(what: str, slide: str) -> dict[str, str]:
    """The field for title or note of a slide."""
    return {"type": Board.WORDS, "what": what, "slide": slide}


def spelled(identity: Mapping[str, str]) -> str:
    """A pattern's id as it stands in the page, for labels."""
    return json.dumps(dict(identity), sort_keys=True, separators=(",", ":"))
