"""Every read model by name: what the command line, the export route and the documents offer."""

from __future__ import annotations

from data import (
    attribution,
    attribution_identity,
    balances,
    bucket_alerts,
    bucket_coverage,
    bucket_questions,
    buckets,
    central_resources,
    equity_tables,
    fund_projection,
    loads,
    monthly,
    orders,
    per_pupil,
    program_comparison,
    reconciliation,
    row_groups,
    salary_gaps,
    school_comparison,
    school_map,
    school_points,
    school_spending,
    schools,
    spending,
    staff_on_day,
    staffing,
    transactions,
)
from data.federal import accounts as federal_accounts
from data.federal import comparability, effort, esea, formula, idea
from data.read_model import Argument, ArgumentError, Column, Kind, ReadModel

__all__ = ["READ_MODELS", "Argument", "ArgumentError", "Column", "Kind", "ReadModel"]

READ_MODELS: dict[str, ReadModel] = {
    model.name: model
    for module in (
        spending,
        fund_projection,
        per_pupil,
        balances,
        buckets,
        bucket_alerts,
        bucket_coverage,
        bucket_questions,
        transactions,
        orders,
        row_groups,
        reconciliation,
        monthly,
        schools,
        staffing,
        staff_on_day,
        salary_gaps,
        school_points,
        school_comparison,
        school_spending,
        school_map,
        program_comparison,
        equity_tables,
        attribution,
        attribution_identity,
        central_resources,
        comparability,
        esea,
        effort,
        idea,
        formula,
        federal_accounts,
        loads,
    )
    for model in module.MODELS
}
