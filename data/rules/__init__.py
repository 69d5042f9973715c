"""Rules that a record keeps, alone and beside others; pure, and the same for forms and files."""
