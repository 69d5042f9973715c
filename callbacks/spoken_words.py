"""Each answer, document, file and mail is written in the words of its reader's district."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from access import readers
from access.actor import Actor
from callbacks.basis import Services
from callbacks.vocabulary import Vocabulary
from data.read_model import UnknownFieldError
from data.warehouse import Warehouse
from pages.words import Said, label, speak, speaking, told
from planning.configured import Configured


def install(server: Any, configured: Configured, warehouse: Warehouse) -> None:
    """Let every request of the server speak as its reader does."""
    known = Vocabulary(configured, warehouse)
    readers.install(server, lambda reader: speak(known.of(reader)))


def for_reader(services: Services, reader: Actor) -> AbstractContextManager[None]:
    """What is made inside, a mail or a document, is for this reader and nobody else.

    All that is made with the same services reads labels and names once.
    """
    return speaking(services.vocabulary.of(reader))


def refusal(error: Exception) -> str:
    """What an error says to its reader, who knows the fields of rows by the district's words."""
    if isinstance(error, UnknownFieldError):
        return Said(f"{told(error.trouble)}; there are {label(', '.join(error.fields))}")
    return str(error)
