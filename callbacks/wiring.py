"""Binds every callback to the guard."""

from __future__ import annotations

from access.guard import Guard
from callbacks import congratulations, first_tour, home, shell
from callbacks.account import help as help_page
from callbacks.account import own
from callbacks.basis import Services
from callbacks.configure import (
    adoption,
    adoption_goal,
    audit_log,
    call_list,
    campaigns,
    coverage,
    mail,
    overview,
    people,
    person,
    record,
    records,
    team,
    upload,
)
from callbacks.evaluate import (
    central,
    compare,
    equity,
    federal,
    methods,
    own_table,
    per_pupil,
    programs,
    questions,
    scatter,
    school,
    school_map,
    schools,
)
from callbacks.manage import (
    account_notes,
    accounts,
    assignments,
    bucket,
    bucket_note,
    budget_details,
    jobs,
    loads,
    money,
    order,
    position,
    purchase_orders,
    reports,
    staffing,
    transactions,
)
from callbacks.reporting import board

__all__ = ["Services", "register_all"]

_MODULES = (
    *(
        shell,
        home,
        congratulations,
        first_tour,
        money,
        bucket,
        bucket_note,
        budget_details,
        accounts,
        account_notes,
    ),
    *(transactions, purchase_orders, order, staffing, position, assignments),
    *(reports, loads, jobs),
    *(equity, schools, school, scatter, programs, school_map, questions, own_table, methods),
    *(per_pupil, central, compare, federal),
    *(
        overview,
        coverage,
        records,
        record,
        audit_log,
        upload,
        people,
        person,
        mail,
        own,
        team,
    ),
    *(help_page, adoption, adoption_goal, call_list, campaigns),
    board,
)


def register_all(guard: Guard, services: Services) -> None:
    """Bind the callbacks of every module; each module has its own `register`."""
    for module in _MODULES:
        module.register(guard, services)
