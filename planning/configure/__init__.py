"""What a district configures: each change checked, kept and logged in one transaction."""
