"""The place that vouches for people (OpenID Connect): its addresses, its keys, its word.

Only the issuer of the settings is ever asked. Libraries come in when the first person signs in
this way.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

SECONDS: Final = 10
LEEWAY_SECONDS: Final = 120
_KEPT_SECONDS: Final = 3600
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384")
_HERE: Final = frozenset({"127.0.0.1", "localhost"})


class IssuerError(Exception):
    """The issuer's word cannot be taken. The message is for the person, the reason for the log."""

    for_person = True

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__("Single sign-on did not work. Please try again, or use your password.")


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom the issuer vouches for; `email` is empty unless the issuer has verified it."""

    subject: str
    email: str


@dataclass(frozen=True, slots=True)
class Trip:
    """What this browser takes along to the issuer and back; each of the three works once."""

    state: str
    nonce: str
    verifier: str


@dataclass
class Issuer:
    """One issuer and our client there."""

    address: str
    client_id: str
    client_secret: str
    redirect: str
    _facts: dict[str, Any] = field(default_factory=dict, repr=False)
    _read_at: float = 0.0

    def start(self) -> tuple[str, Trip]:
        """Where the browser goes, and what it takes along."""
        from authlib.common.security import generate_token  # noqa: PLC0415

        trip = Trip(generate_token(43), generate_token(43), generate_token(64))
        address, _ = self._client().create_authorization_url(
            self._fact("authorization_endpoint"),
            state=trip.state,
            nonce=trip.nonce,
            code_verifier=trip.verifier,
        )
        return str(address), trip

    def finish(self, trip: Trip, answer: Mapping[str, str]) -> Vouched:
        """Whom the issuer vouches for; raises `IssuerError` for anything that does not fit."""
        from hmac import compare_digest  # noqa: PLC0415

        if not compare_digest(answer.get("state", "").encode(), trip.state.encode()):
            raise IssuerError("the state is not ours")
        if answer.get("iss", self.address) != self.address:
            raise IssuerError("the answer names another issuer")
        if "error" in answer or not answer.get("code"):
            raise IssuerError(f"the issuer said {answer.get('error', 'nothing')[:60]}")
        claims = self._claims(self._token(trip, answer["code"]))
        self._check(claims, trip)
        verified = claims.get("email_verified") is True
        return Vouched(str(claims["sub"]), str(claims.get("email", "")) if verified else "")

    def _token(self, trip: Trip, code: str) -> str:
        from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415
        from requests import RequestException  # noqa: PLC0415

        try:
            found = self._client().fetch_token(
                self._fact("token_endpoint"),
                grant_type="authorization_code",
                code=code,
                code_verifier=trip.verifier,
                timeout=SECONDS,
                allow_redirects=False,
            )
            return str(found["id_token"])
        except (AuthlibBaseError, RequestException, ValueError, KeyError, TypeError) as error:
            raise IssuerError(f"no token: {error!r}"[:300]) from error

    def _claims(self, token: str) -> dict[str, Any]:
        """The claims of a token that one of the issuer's keys has signed."""
        from joserfc import jwt  # noqa: PLC0415
        from joserfc.errors import JoseError  # noqa: PLC0415
        from joserfc.jwk import KeySet  # noqa: PLC0415

        try:
            listed: Any = self._read(self._fact("jwks_uri"))
            keys = KeySet.import_key_set(listed)
            return dict(jwt.decode(token, keys, algorithms=list(_ALGORITHMS)).claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise IssuerError(f"the token is not signed: {error!r}"[:300]) from error

    def _check(self, claims: Mapping[str, Any], trip: Trip) -> None:
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        now = time.time()
        wrong = {
            "iss": claims.get("iss") != self.address,
            "aud": self.client_id not in audiences,
            "azp": claims.get("azp", self.client_id) != self.client_id,
            "several aud": len(audiences) > 1 and "azp" not in claims,
            "exp": not _number(claims.get("exp")) > now - LEEWAY_SECONDS,
            "iat": not 0 < _number(claims.get("iat")) < now + LEEWAY_SECONDS,
            "nbf": _number(claims.get("nbf", 0)) > now + LEEWAY_SECONDS,
            "nonce": claims.get("nonce") != trip.nonce,
            "sub": not isinstance(claims.get("sub"), str) or not claims["sub"],
        }
        found = [name for name, is_wrong in wrong.items() if is_wrong]
        if found:
            raise IssuerError(f"claims do not fit: {', '.join(found)}")

    def _client(self) -> Any:
        from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415

        return OAuth2Session(
            self.client_id,
            self.client_secret,
            scope="openid email profile",
            redirect_uri=self.redirect,
            code_challenge_method="S256",
        )

    def _fact(self, name: str) -> str:
        """One address of the issuer, read anew every hour; encrypted unless it is on this host."""
        if not self._facts or time.monotonic() - self._read_at > _KEPT_SECONDS:
            facts = self._read(f"{self.address.rstrip('/')}/.well-known/openid-configuration")
            if facts.get("issuer") != self.address:
                raise IssuerError("the issuer calls itself by another name")
            self._facts, self._read_at = facts, time.monotonic()
        address = str(self._facts.get(name, ""))
        _must_be_safe(address)
        return address

    def _read(self, address: str) -> dict[str, Any]:
        import requests  # noqa: PLC0415

        _must_be_safe(address)
        try:
            answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise IssuerError(f"{address} does not answer: {error!r}"[:300]) from error
        if not isinstance(found, dict):
            raise IssuerError(f"{address} answers with no object")
        return found


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _must_be_safe(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise IssuerError(f"{address[:100]!r} is not encrypted")
