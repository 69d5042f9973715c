"""Roles that a new district starts from, as records; they can be changed like any other."""

from __future__ import annotations

from access.rights import PRESETS
from data.entities.content import Content


def preset_role(name: str) -> Content:
    """The record of a preset; `name` is one of `access.rights.PRESETS`."""
    role = PRESETS[name]
    return Content(
        {
            "code": role.code,
            "name": name,
            "staffing_visibility": "visible" if role.staffing_is_visible else "hidden",
            "pe_access": role.personnel.value,
            "npe_access": role.non_personnel.value,
            "supplemental_access": role.supplemental.value,
            "can_submit": role.can_submit,
            "can_approve": role.can_approve,
            "edit_locked_allocations": role.edits_locked,
            "manage_team": role.manages_team,
            "second_step": False,
            "is_active": True,
        }
    )
