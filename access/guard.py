"""The one door: every request is refused unless somebody declared who may make it.

Callbacks are bound through `Guard.callback` and routes through `Guard.route`; both name a
permission. What nobody declared does not exist for the browser. The decision takes the
server-side session and the output key that Dash will run, and nothing else of the request.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import cache, wraps
from typing import Any, Final
from urllib.parse import quote

import flask
from dash import Dash
from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from werkzeug.wrappers import Response

from access.actor import Actor
from access.callback_body import MalformedBody, check_body, read_body
from access.cross_site import is_cross_site
from access.login import current_actor
from access.permissions import Permission
from access.policy import NotPermitted, may
from access.viewing import look_as

UPDATE: Final = "/_dash-update-component"
View = Callable[..., Any]
Written = Callable[[Any, str | tuple[str, ...]], Any]
"""Takes an answer, and the property it fills: a name for a single output, else one for each."""
OPEN_PATHS: Final = frozenset(
    {
        *("/sign-in", "/password", "/single-sign-on", "/mail-link"),
        *("/_favicon.ico", "/healthz", "/readyz"),
    }
)
OPEN_FOLDERS: Final = ("/assets/", "/_dash-component-suites/")
ROUTER_KEYS: Final = frozenset(
    {".._pages_content.children..._pages_store.data..", "_pages_dummy.children"}
)
_DASH_ENDPOINTS: Final = frozenset(
    {"/", "/<path:path>", "/_dash-layout", "/_dash-dependencies", "/_reload-hash", UPDATE}
)
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_ALWAYS: Final = frozenset({"/sign-out", "/view-as"})
"""What is posted even while somebody looks as another person: both end that."""
_FORBIDDEN: Final = ("background", "api_endpoint", "websocket", "mcp_enabled")


class Guard:
    """Binds callbacks, pages and routes of one Dash application to permissions."""

    def __init__(self, app: Dash, written: Written = lambda answer, _filled: answer) -> None:
        """`written` makes what the browser gets of a callback's answer; see `Written`."""
        self._app, self._written = app, written
        self._server: flask.Flask = app.server
        self._permissions: dict[str, Permission] = {}
        self._browser_only: set[str] = set()
        self._routes: dict[str, Permission | None] = {}
        self._server.config["GUARD"] = self
        self._server.before_request(self._decide)

    def callback(self, *args: Any, permission: Permission, **kwargs: Any) -> Callable[[View], View]:
        """Bind a callback like `app.callback`, for actors with `permission` only."""
        unfit = [name for name in _FORBIDDEN if name in kwargs]
        if unfit:
            raise TypeError(f"callbacks here never take {', '.join(unfit)}")
        known = set(self._app.callback_map)
        bind: Callable[[View], View] = self._app.callback(*args, **kwargs)
        key = self._new_key(known)
        self._permissions[key] = permission

        def bound(view: View) -> View:
            @wraps(view)
            def answered(*given: Any, **named: Any) -> Any:
                return self._written(view(*given, **named), _filled(key))

            bind(answered)
            return view

        return bound

    def clientside_callback(self, function: Any, *args: Any, **kwargs: Any) -> None:
        """Bind a callback that runs in the browser; the server refuses to run it."""
        known = set(self._app.callback_map)
        self._app.clientside_callback(function, *args, **kwargs)
        self._browser_only.add(self._new_key(known))

    def _new_key(self, known: set[str]) -> str:
        added = set(self._app.callback_map) - known
        if len(added) != 1:
            raise ValueError("another callback has the same output: use allow_duplicate=True")
        return str(added.pop())

    def keys(self) -> frozenset[str]:
        """The output keys of every declared callback."""
        return frozenset(self._permissions) | self._browser_only

    def permissions(self) -> Mapping[str, Permission]:
        """Output key to permission, for callbacks that run on the server."""
        return dict(self._permissions)

    def route(
        self,
        rule: str,
        view: View,
        *,
        permission: Permission | None,
        methods: Iterable[str] = ("GET",),
    ) -> None:
        """Serve `rule` for actors with `permission`; `None` is any signed-in person.

        The paths of the allow-list stay open to everybody.
        """
        self._server.add_url_rule(rule, endpoint=rule, view_func=view, methods=list(methods))
        self._routes[rule] = permission

    def routes(self) -> Mapping[str, Permission | None]:
        """Declared rule to permission."""
        return dict(self._routes)

    def page(self, layout: Any, permission: Permission, refused: Callable[[], Any]) -> View:
        """The layout of a page as seen by the person: itself, or what `refused` gives.

        Dash hands a layout function everything in the address; only names that the function
        declares are passed on, so a made-up query cannot break a page.
        """

        @wraps(layout if callable(layout) else refused)
        def seen(**address: Any) -> Any:
            if not may(current_actor(), permission):
                return refused()
            return layout(**_declared(layout, address)) if callable(layout) else layout

        return seen

    def actor(self) -> Actor:
        """The person of this request, as the store knows them now; never from the browser."""
        actor = current_actor()
        if actor is None:
            raise NotPermitted(Permission.HOME_READ, "Please sign in.")
        return actor

    def _decide(self) -> Response | None:
        look_as("")
        path = flask.request.path
        if is_cross_site(flask.request):
            return _refusal(403)
        if path in OPEN_PATHS or path.startswith(OPEN_FOLDERS):
            return None
        actor = current_actor()
        if actor is None:
            return _unknown_person()
        if path == UPDATE and flask.request.method == "POST":
            return self._decide_callback(actor)
        return self._decide_route(actor)

    def _decide_route(self, actor: Actor) -> Response | None:
        endpoint = flask.request.endpoint
        if actor.viewer and flask.request.method not in _READS and endpoint not in _ALWAYS:
            return _refusal(403)
        if endpoint is None or endpoint in _DASH_ENDPOINTS:
            return None
        if endpoint not in self._routes:
            return _refusal(404)
        permission = self._routes[endpoint]
        return None if permission is None or may(actor, permission) else _refusal(403)

    def _decide_callback(self, actor: Actor) -> Response | None:
        try:
            key, body = read_body(flask.request.get_json())
        except UnsupportedMediaType:
            return _refusal(415)
        except (BadRequest, MalformedBody, RecursionError):
            return _refusal(400)
        permission = self._permissions.get(key)
        if key not in ROUTER_KEYS and not may(actor, permission or _NOBODY):
            return _refusal(403)
        return self._checked(key, body)

    def _checked(self, key: str, body: Mapping[str, Any]) -> Response | None:
        callback = self._app.callback_map.get(key)
        if callback is None or "callback" not in callback:
            return _refusal(403)
        try:
            check_body(body, callback)
        except MalformedBody:
            return _refusal(400)
        return None


class _Nobody:
    """A permission that nobody holds: stands for an undeclared key."""


_NOBODY: Any = _Nobody()


@cache
def _filled(key: str) -> str | tuple[str, ...]:
    """The properties that the outputs of a key fill: `..a.children...b.value@2..` is two."""
    if not key.startswith(".."):
        return _property(key)
    return tuple(_property(one) for one in key.strip(".").split("..."))


def _property(output: str) -> str:
    return output.rpartition(".")[2].partition("@")[0]


def _declared(layout: View, address: Mapping[str, Any]) -> dict[str, Any]:
    names = inspect.signature(layout).parameters
    if any(one.kind is inspect.Parameter.VAR_KEYWORD for one in names.values()):
        return dict(address)
    return {name: value for name, value in address.items() if name in names}


def _refusal(status: int) -> Response:
    words = {
        400: "This request is malformed.",
        401: "Please sign in.",
        403: "You may not do this.",
        404: "There is nothing here.",
        415: "This address takes JSON.",
    }
    return flask.Response(words[status], status=status, mimetype="text/plain")


def _unknown_person() -> Response:
    """To the sign-in page for a person opening a page, 401 for everything else."""
    request = flask.request
    is_page = request.method == "GET" and request.endpoint in {"/", "/<path:path>"}
    if not is_page or request.path.startswith("/_"):
        return _refusal(401)
    wanted = request.full_path.rstrip("?")
    return flask.redirect("/sign-in?next=" + quote(wanted, safe="/"), code=302)
