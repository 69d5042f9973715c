"""Configuration: what a district has set up, lists of records, their forms, the audit log."""
