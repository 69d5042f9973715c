"""Fills the pages of configuration and runs their commands."""
