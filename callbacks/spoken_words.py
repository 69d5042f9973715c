"""Each answer is written in the words of its reader's district."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from access import readers
from access.actor import Actor
from data.entities.labels import COUNTED
from pages.words import NOBODYS, speak, spoken_words
from planning.configured import Configured

_IN_TEXT: Final = (*COUNTED, *COUNTED.values())


def install(server: Any, configured: Configured) -> None:
    """Let every request of the server speak as its reader does."""
    readers.install(server, partial(speak_for, configured))


def speak_for(configured: Configured, reader: Actor | None) -> None:
    """From here on texts are for this reader; for nobody in particular they are our own."""
    pairs = configured.labels(reader.district) if reader else ()
    speak(spoken_words(pairs, _IN_TEXT) if pairs else NOBODYS)
