"""Every page of Plumbline: its address, name, place in the navigation, right and layout.

`create_app` registers the entries with Dash; the shell draws the navigation from them. A page
joins by one line here.
"""

from __future__ import annotations

from access.permissions import Permission
from pages.configure.entries import CONFIGURE_PAGES
from pages.evaluate import (
    central,
    compare,
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
from pages.evaluate.equity import page as equity
from pages.evaluate.federal import page as federal
from pages.home import layout as home
from pages.manage import (
    accounts,
    assignments,
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
from pages.manage.bucket import page as bucket
from pages.page_entry import Group, Page
from pages.reporting import board

__all__ = ["PAGES", "Group", "Page"]

PAGES: tuple[Page, ...] = (
    Page("/", "Home", "Home · Plumbline", Group.HOME, Permission.HOME_READ, home.layout),
    Page(
        "/current/money",
        "Money",
        "How much is left? · Plumbline",
        Group.CURRENT,
        Permission.BUCKET_READ,
        money.layout,
    ),
    Page(
        bucket.PATH,
        "Bucket",
        "How much is left in this bucket? · Plumbline",
        Group.NONE,
        Permission.BUCKET_READ,
        bucket.layout,
    ),
    Page(
        "/current/accounts",
        "Accounts",
        "Accounts · Plumbline",
        Group.CURRENT,
        Permission.ACCOUNT_READ,
        accounts.layout,
    ),
    Page(
        "/current/transactions",
        "Transactions",
        "Transactions · Plumbline",
        Group.CURRENT,
        Permission.TRANSACTION_READ,
        transactions.layout,
    ),
    Page(
        "/current/purchase-orders",
        "Purchase orders",
        "Purchase orders · Plumbline",
        Group.CURRENT,
        Permission.TRANSACTION_READ,
        purchase_orders.layout,
    ),
    Page(
        order.PATH,
        "Purchase order",
        "What became of this order? · Plumbline",
        Group.NONE,
        Permission.TRANSACTION_READ,
        order.layout,
    ),
    Page(
        staffing.PATH,
        "Staffing",
        "Who is in which position? · Plumbline",
        Group.CURRENT,
        Permission.STAFFING_READ,
        staffing.layout,
    ),
    Page(
        assignments.PATH,
        "Assignments",
        "Which assignments shall end? · Plumbline",
        Group.NONE,
        Permission.DISTRICT_ADMINISTER,
        assignments.layout,
    ),
    Page(
        position.PATH,
        "Position",
        "Who sits in this position? · Plumbline",
        Group.NONE,
        Permission.STAFFING_READ,
        position.layout,
    ),
    Page(
        "/current/reports",
        "Reports",
        "Which reports are there? · Plumbline",
        Group.CURRENT,
        Permission.ACCOUNT_READ,
        reports.layout,
    ),
    Page(
        "/evaluate/equity",
        "Equity report",
        "Do students with more need get more money? · Plumbline",
        Group.EVALUATE,
        Permission.EVALUATE_READ,
        equity.layout,
    ),
    Page(
        "/evaluate/schools",
        "Schools",
        "Which school gets what? · Plumbline",
        Group.EVALUATE,
        Permission.EVALUATE_READ,
        schools.layout,
    ),
    Page(
        "/evaluate/schools/<location_id>",
        "School profile",
        "What does a school get, and for whom? · Plumbline",
        Group.EVALUATE,
        Permission.EVALUATE_READ,
        school.layout,
    ),
    Page(
        "/evaluate/compare",
        "Compare schools",
        "How do these schools compare? · Plumbline",
        Group.EVALUATE,
        Permission.EVALUATE_READ,
        compare.layout,
    ),
    Page(
        "/evaluate/scatter",
        "Scatter explorer",
        "What goes together? · Plumbline",
        Group.EVALUATE,
        Permission.EVALUATE_READ,
        scatter.layout,
    ),
    Page(
        "/evaluate/programs",
        "Program comparison",
        "Does this program pay off across locations? · Plumbline",
        Group.EVALUATE,
        Permission.EVALUATE_READ,
        programs.layout,
    ),
    Page(
        "/evaluate/map",
        "School map",
        "Where do schools get more, and where less? · Plumbline",
        Group.EVALUATE,
        Permission.EVALUATE_READ,
        school_map.layout,
    ),
    Page(
        "/evaluate/questions",
        "Guided questions",
        "How do we talk about this? · Plumbline",
        Group.EVALUATE,
        Permission.EVALUATE_READ,
        questions.layout,
    ),
    Page(
        "/evaluate/own-table",
        "Your own table",
        "How equitable is your own table? · Plumbline",
        Group.EVALUATE,
        Permission.EVALUATE_READ,
        own_table.layout,
    ),
    Page(
        "/evaluate/per-pupil",
        "Per-pupil report",
        "What is really spent per pupil? · Plumbline",
        Group.EVALUATE,
        Permission.EVALUATE_READ,
        per_pupil.layout,
    ),
    Page(
        "/evaluate/central",
        "Central resources",
        "What does the district provide to each school? · Plumbline",
        Group.EVALUATE,
        Permission.EVALUATE_READ,
        central.layout,
    ),
    Page(
        "/evaluate/federal",
        "Federal fiscal tests",
        "Does the district meet the federal fiscal tests? · Plumbline",
        Group.EVALUATE,
        Permission.EVALUATE_READ,
        federal.layout,
    ),
    Page(
        "/evaluate/methods",
        "Methods",
        "How is every figure reckoned? · Plumbline",
        Group.EVALUATE,
        Permission.EVALUATE_READ,
        methods.layout,
    ),
    Page(
        "/reporting/board",
        "Board presentation",
        "What shall the board see? · Plumbline",
        Group.REPORTING,
        Permission.PRESENTATION_MAKE,
        board.layout,
    ),
    Page(
        "/data",
        "Loads and checks",
        "Can I trust what I see? · Plumbline",
        Group.DATA,
        Permission.LOAD_READ,
        loads.layout,
    ),
    Page(
        "/jobs",
        "Jobs",
        "How far is the long work? · Plumbline",
        Group.DATA,
        Permission.JOB_READ,
        jobs.layout,
    ),
    *CONFIGURE_PAGES,
)
