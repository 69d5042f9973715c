"""A real mail server on this machine that keeps what arrives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from config import Settings
from tests.data.store.conftest import free_port


class Server:
    """Keeps what arrives; `answers` are what it says to the next mails instead of yes."""

    def __init__(self) -> None:
        self.mails, self.answers = [], []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address.startswith("nobody"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 ok"


@contextmanager
def plain_server(
    settings: Settings, address: str = "https://plumbline.elm.example"
) -> Iterator[tuple[Settings, Server]]:
    """Settings that lead to such a server without encryption, and the server.

    Links in mail begin with `address`.
    """
    server = Server()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    to = {"smtp_host": "127.0.0.1", "smtp_port": controller.port, "smtp_security": "none",
          "public_address": address}  # fmt: skip
    yield settings.model_copy(update=to), server
    controller.stop()


def text_of(mail) -> str:
    """The plain text of a mail."""
    return mail.get_body(("plain",)).get_content()


def link_in(mail, path: str) -> str:
    """The address in the text of a mail that begins with a path of ours."""
    found = re.search(rf"https://plumbline\.elm\.example({re.escape(path)}\S*)", text_of(mail))
    return found[1] if found else ""
