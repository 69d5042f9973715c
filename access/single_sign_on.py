"""The address /single-sign-on: to the issuer, and back with its word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final, Protocol

import flask
import structlog

from access.csrf import form_token
from access.devices import device
from access.entrance import Entrance, local_path
from access.guard import Guard
from access.issuer import Trip

PATH: Final = "/single-sign-on"
_TRIP: Final = "trip"
_LOG = structlog.get_logger()


class Vouching(Protocol):
    """What asks the issuer; errors carry `for_person` where the message is for the person."""

    def start(self) -> tuple[str, Trip]:
        """Where the browser goes, and what it takes along."""

    def finish(self, trip: Trip, answer: dict[str, str], address: str, device: str) -> str:
        """The secret of a session for whom the issuer vouches."""


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """The view of /single-sign-on. `vouching` is none where no issuer is set."""

    vouching: Vouching | None
    entrance: Entrance
    render: Callable[[dict[str, Any]], str]

    def install(self, guard: Guard) -> None:
        """Serve /single-sign-on."""
        guard.route(PATH, self.view, permission=None)

    def view(self) -> Any:
        """An answer of the issuer, or somebody on the way there."""
        if self.vouching is None:
            flask.abort(404)
        args = flask.request.args
        try:
            return self._back(args) if "state" in args else self._away(args.get("next", "/"))
        except Exception as error:
            if not getattr(error, "for_person", False):
                raise
            _LOG.warning("single sign-on refused", reason=getattr(error, "reason", str(error)))
            facts = {"message": str(error), "email": "", "next": "/", "token": form_token()}
            return self.render(facts), 401

    def _away(self, wanted: str) -> Any:
        assert self.vouching is not None  # noqa: S101 - the view has looked
        address, trip = self.vouching.start()
        flask.session[_TRIP] = {**asdict(trip), "next": local_path(wanted)}
        return flask.redirect(address, code=303)

    def _back(self, args: Any) -> Any:
        assert self.vouching is not None  # noqa: S101 - the view has looked
        # Taken out first: what a browser brought along works once, whatever becomes of it.
        kept = flask.session.pop(_TRIP, None) or {}
        trip = Trip(*(str(kept.get(name, "")) for name in ("state", "nonce", "verifier")))
        if not trip.state:
            return flask.redirect("/sign-in", code=303)
        request = flask.request
        secret = self.vouching.finish(
            trip, args.to_dict(), request.remote_addr or "", device(request.user_agent.string)
        )
        return self.entrance.entered(secret, local_path(str(kept.get("next", "/"))))
