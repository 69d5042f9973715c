"""Where a file is chosen or dropped; one too large is never sent, and the page says so."""

from __future__ import annotations

from dash import dcc, html

from pages.components.figures import icon

LARGEST = 10_000_000


def file_drop(
    identity: str, *, name: str, kinds: str, too_large: str, post: str = "", most: int = LARGEST
) -> html.Div:
    """The field for one file. `name` is what screen readers say, `kinds` which files it takes.

    Files beyond 10 MB, up to `most` bytes, are sent to the address `post` as they are; it answers
    with the page to go on with, or with what is wrong.
    """
    limit = f"{most // 1_000_000} MB"
    words = html.Div(
        [
            icon("file-earmark-arrow-up"),
            html.Span(
                [
                    html.Span("Choose a file", className="link"),
                    f" or drop it here. {kinds}, up to {limit}.",
                ]
            ),
        ],
        className="drop-words",
    )
    chosen = dcc.Upload(
        html.Button(words, type="button", className="drop"),
        id=identity,
        max_size=LARGEST,
        multiple=False,
        className="upload",
        className_active="upload over",
    )
    told = html.P(
        f"This file is larger than {limit} and was not sent. {too_large}",
        className="too-large",
        role="alert",
        hidden=True,
    )
    # The file input that the component draws has no name of its own: the browser gives it this.
    named = {"data-upload": name, "data-largest": str(most)}
    if post:
        named |= {"data-post": post, "data-plain": str(LARGEST)}
    sent = html.P(className="sent", role="status", hidden=True)
    return html.Div([chosen, told, sent], **named)
