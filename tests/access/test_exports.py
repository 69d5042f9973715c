from __future__ import annotations

import pytest

from access.actor import actor_in_district
from access.exports import export_names, export_scope
from access.policy import NotPermitted
from access.roles import Role

DENIED = {
    Role.ADMINISTRATOR: set(),
    Role.SUPERINTENDENT: set(),
    Role.BUDGET_DIRECTOR: set(),
    Role.PRINCIPAL: {"control-totals", "loads", "quarantine"},
    Role.VIEWER: {"control-totals", "loads", "quarantine", "purchase-orders", "transactions"},
}


def actor(role: Role):
    locations = frozenset({"112"}) if role == Role.PRINCIPAL else None
    return actor_in_district((1, "a", "a@demo.example"), role, "north", ("north",), locations)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", sorted(export_names()))
def test_every_table_for_every_role(role, name):
    if name in DENIED[role]:
        with pytest.raises(NotPermitted):
            export_scope(actor(role), name)
    else:
        assert export_scope(actor(role), name).district == "north"


def test_a_principal_downloads_own_rows_but_compares_all_schools():
    principal = actor(Role.PRINCIPAL)
    assert export_scope(principal, "transactions").locations == {"112"}
    assert export_scope(principal, "account-status").locations == {"112"}
    assert export_scope(principal, "per-pupil").is_whole
    assert not export_scope(principal, "per-pupil").sees_compensation


def test_what_is_not_offered():
    with pytest.raises(KeyError):
        export_scope(actor(Role.ADMINISTRATOR), "passwords")
