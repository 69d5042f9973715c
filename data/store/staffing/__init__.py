"""Positions and the people in them as they stand on a day, asked of the configured records."""
