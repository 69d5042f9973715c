"""Job titles as districts write them, and the work that readers know them by."""

from __future__ import annotations

import pytest

from metrics.job_families import JobFamily, job_family


@pytest.mark.parametrize(
    ("title", "group", "family"),
    [
        ("Teacher Structured Eng Immersn", "certificated", JobFamily.TEACHERS),
        ("Teacher, special education", "certificated", JobFamily.TEACHERS),
        ("TSA Classroom 10Mos", "certificated", JobFamily.SUPPORT),
        ("Teacher Librarian", "certificated", JobFamily.SUPPORT),
        ("Para Educator", "classified", JobFamily.AIDES),
        ("Instructional aide, Title I", "classified", JobFamily.AIDES),
        ("Principal, Elem School Small", "administrative", JobFamily.LEADERS),
        ("Program Mgr Community School", "administrative", JobFamily.LEADERS),
        ("Administrative Assistant I", "classified", JobFamily.OFFICE),
        ("Attendance Specialist Bil", "classified", JobFamily.OFFICE),
        ("Lead Custodian", "classified", JobFamily.OPERATIONS),
        ("Case Manager 20", "classified", JobFamily.CARE),
        ("Nurse", "certificated", JobFamily.CARE),
        ("Something New", "certificated", JobFamily.SUPPORT),
        ("Something New", "administrative", JobFamily.LEADERS),
        ("Lifeguard", "classified", JobFamily.OTHER),
        ("", "", JobFamily.OTHER),
    ],
)
def test_titles(title, group, family):
    assert job_family(title, group) is family
