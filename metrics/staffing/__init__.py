"""Staffing: seats and who fills them, who pays, and what a person costs in a year."""
