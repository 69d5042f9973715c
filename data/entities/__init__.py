"""What a district configures: every kind of record, declared once for forms, files and store."""
