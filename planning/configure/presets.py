"""What new records start from: roles of a new district, the budget of an organization.

They are reviewed, changed and kept like any other.
"""

from __future__ import annotations

from access.rights import PRESETS
from data.entities.content import Content, Filled


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


def budget_of(organization: Filled) -> Content:
    """A budget with the code and name of an organization, over the locations that it lists."""
    known = organization.values
    places = known.get("location_codes")
    places = places if isinstance(places, tuple) else ()
    lines = [
        {"segment_type": "location", "operator": "is", "segment_code": place} for place in places
    ]
    return Content(
        {
            "code": known["code"],
            "name": known["name"],
            "organization_code": known["code"],
            "autonomy": "all",
            "is_active": True,
        },
        tuple(lines),
    )
