"""A small OpenID Connect issuer on this machine, with keys of its own; tests bend its word."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

CLIENT, SECRET = "plumbline", "kept between the two"


@dataclass
class SmallIssuer:
    """What the issuer knows, and how a test bends it."""

    address: str = ""
    key: Any = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "k1"}))
    person: dict[str, Any] = field(default_factory=dict)
    bend: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
    sign: Callable[[dict[str, Any]], str] | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)

    def discovery(self) -> dict[str, Any]:
        """Where things are."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            **self.facts,
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent back; the person has just signed in here."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], credentials: str) -> tuple[int, dict[str, Any]]:
        """An ID token for a code: once, for our client, with the verifier of its challenge."""
        asked = self.codes.pop(form.get("code", ""), None)
        digest = sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or asked["code_challenge_method"] != "S256":
            return 400, {"error": "invalid_grant"}
        if asked["code_challenge"] != challenge or credentials != f"Basic {known}":
            return 400, {"error": "invalid_client"}
        now = int(time.time())
        claims = self.bend(
            {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300,
             "nonce": asked["nonce"], **self.person}
        )  # fmt: skip
        signed = (
            self.sign(claims)
            if self.sign
            else jwt.encode({"alg": "ES256", "kid": "k1"}, claims, self.key)
        )
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": signed}


@contextmanager
def small_issuer() -> Iterator[SmallIssuer]:
    """The issuer behind a real server, until the test ends."""
    issuer = SmallIssuer()

    class Handler(BaseHTTPRequestHandler):
        """Speaks HTTP for the issuer."""

        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, urlsplit(self.path).query
            if path == "/authorize":
                flat = {name: value[0] for name, value in parse_qs(query).items()}
                self.send_response(302)
                self.send_header("Location", issuer.authorize(flat))
                self.end_headers()
                return
            public = {"keys": [issuer.key.as_dict(private=False)]}
            self._answer(200, public if path == "/keys" else issuer.discovery())

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: value[0] for name, value in parse_qs(text).items()}
            self._answer(*issuer.token(form, self.headers.get("Authorization", "")))

        def _answer(self, status: int, facts: dict[str, Any]) -> None:
            body = json.dumps(facts).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
