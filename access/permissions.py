"""What a person may do, as a closed set of `resource:action` words.

Permissions are independent of roles: a callback, page or export names the one it needs, and
`access.roles` says which roles carry it. Keep the list alphabetical.
"""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One right. The value is what logs, the policy table and the tests write."""

    ACCOUNT_READ = "account:read"
    ALLOCATE_CONFIGURE = "allocate:configure"
    BUCKET_READ = "bucket:read"
    COMPENSATION_READ = "compensation:read"
    CONFIGURATION_READ = "configuration:read"
    DISTRICT_ADMINISTER = "district:administer"
    DISTRICT_READ = "district:read"
    EVALUATE_CONFIGURE = "evaluate:configure"
    EVALUATE_READ = "evaluate:read"
    HOME_READ = "home:read"
    JOB_READ = "job:read"
    JOB_RUN = "job:run"
    LOAD_READ = "load:read"
    LOAD_RUN = "load:run"
    MANAGE_CONFIGURE = "manage:configure"
    POSITION_FLAG = "position:flag"
    PRESENTATION_MAKE = "presentation:make"
    STAFFING_READ = "staffing:read"
    TRANSACTION_READ = "transaction:read"
    USER_MANAGE = "user:manage"
