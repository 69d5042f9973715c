"""The HTML document around the application."""

from __future__ import annotations

from typing import Final

ASSETS_IGNORE: Final = r"^(theme|plotly-.*)\.js$"
"""Assets that Dash must not load by itself: the head sets the theme before the first paint, and
only a page with a chart waits for the library that draws it."""

INDEX: Final = """<!DOCTYPE html>
<html lang="en">
<head>
{%metas%}
<meta name="color-scheme" content="light dark">
<title>{%title%}</title>
{%favicon%}
<script src="/assets/theme.js"></script>
{%css%}
</head>
<body>
{%app_entry%}
<footer>
{%config%}
{%scripts%}
{%renderer%}
</footer>
</body>
</html>
"""
"""Template for `Dash(index_string=...)`. It holds no data: anybody signed in gets the same."""
