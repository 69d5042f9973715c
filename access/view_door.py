"""The address that starts and stops looking as somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

import flask

from access.actor import Actor
from access.csrf import is_ours
from access.guard import Guard
from access.viewing import look_as

PATH: Final = "/view-as"


class Views(Protocol):
    """What keeps as whom a session looks."""

    def start(self, actor: Actor, user_id: int) -> None:
        """Look as somebody; raises an error with `for_person` set when that is not allowed."""

    def stop(self, actor: Actor) -> None:
        """Act as oneself again; nothing happens to whoever does so already."""


@dataclass(frozen=True, slots=True)
class ViewDoor:
    """The view of /view-as: with the number of a person it starts, without it stops."""

    views: Views
    guard: Guard

    def install(self) -> None:
        """Serve /view-as. Who may start is decided by the command behind it."""
        self.guard.route(PATH, self.view, permission=None, methods=("POST",))

    def view(self) -> Any:
        """Start or stop, then the home page of whoever it is from now on."""
        if not is_ours(flask.request):
            flask.abort(400)
        actor, number = self.guard.actor(), flask.request.form.get("person", "")
        if not number:
            look_as("")
            self.views.stop(actor)
            return flask.redirect("/", code=303)
        try:
            self.views.start(actor, int(number) if number.isdecimal() else 0)
        except Exception as error:
            if not getattr(error, "for_person", False):
                raise
            return flask.Response(str(error), status=403, mimetype="text/plain")
        return flask.redirect("/", code=303)
