"""Settings: the only reader of the environment.

Every name is `PLUMBLINE_` plus the field in capitals (`PLUMBLINE_VAR`, `PLUMBLINE_DATABASE_URL`),
except `PORT`. The defaults run the demonstration with no set-up.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """How one deployment runs. Frozen: a process never changes its mind."""

    model_config = SettingsConfigDict(env_prefix="PLUMBLINE_", frozen=True, extra="ignore")

    var: Path = Field(default=ROOT / "var", description="folder for everything that changes")
    host: str = Field(default="127.0.0.1", description="address the server listens on")
    port: int = Field(
        default=8050,
        validation_alias=AliasChoices("PORT", "PLUMBLINE_PORT", "port"),
        description="port the server listens on",
    )
    database_url: str = Field(
        default="",
        description="SQLAlchemy address of the store; empty means SQLite in the var folder",
    )
    jobs_url: str = Field(
        default="",
        description="address of the job queue; empty means SQLite in the var folder",
    )
    secret_key: str = Field(
        default="", description="signs cookies and tokens; empty means var/secret.key, made once"
    )
    secure_cookies: bool = Field(
        default=False, description="true behind HTTPS: cookies get Secure and the __Host- prefix"
    )
    trusted_proxies: int = Field(
        default=0, ge=0, description="proxies in front whose forwarding headers are believed"
    )
    demo: bool = Field(default=False, description="sample districts and sign-ins are offered")
    stale_after_hours: int = Field(default=36, description="age at which data counts as stale")
    web_workers: int = Field(default=2, ge=1, description="processes that serve pages")
    query_memory_mb: int = Field(default=288, description="memory limit of one web process' DuckDB")
    query_seconds: float = Field(default=10.0, description="a question running longer is stopped")
    load_memory_mb: int = Field(default=1408, description="memory limit of a load's DuckDB")
    load_threads: int = Field(default=2, description="threads of a load's DuckDB")
    keep_snapshots: int = Field(default=3, ge=2, description="snapshots kept for each district")
    session_idle_minutes: int = Field(default=60, description="idle time that ends a session")
    session_hours: int = Field(default=12, description="longest life of a session")
    minimum_cell: int = Field(default=10, ge=5, le=30, description="smallest group shown")
    public_address: str = Field(
        default="",
        description="address under which people reach Plumbline, as https://plumbline.district.org;"
        " links in mail start with it, never with what a request claims",
    )
    smtp_host: str = Field(default="", description="server that takes mail; empty sends none")
    smtp_port: int = Field(default=587, description="port of the mail server")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="how the connection to the mail server is encrypted"
    )
    smtp_ca_file: str = Field(
        default="", description="certificate of the mail server's authority; empty: the system's"
    )
    smtp_user: str = Field(default="", description="sign-in at the mail server; empty for none")
    smtp_password: str = Field(default="", description="password at the mail server")
    mail_sender: str = Field(
        default="Plumbline <plumbline@localhost>", description="the one address mail comes from"
    )
    sso_issuer: str = Field(
        default="",
        description="OpenID Connect issuer of single sign-on, exactly as it names itself",
    )
    sso_client_id: str = Field(default="", description="our client at the issuer")
    sso_client_secret: str = Field(default="", description="its secret")
    sso_name: str = Field(
        default="your district account", description="how the button of single sign-on calls it"
    )
    invitation_days: int = Field(default=7, ge=1, le=30, description="life of an invitation")
    reset_minutes: int = Field(default=20, ge=5, le=60, description="life of a link for a password")
    mail_days: int = Field(
        default=180, ge=30, le=1100,
        description="how long the words of mails that went out are kept",
    )  # fmt: skip
    upload_quota_mb: int = Field(
        default=200, ge=1, description="megabytes of files that a person may upload within a day"
    )

    budget_office: str = Field(
        default="",
        description="address that questions go to; empty: whoever sees every budget",
    )
    visit_days: int = Field(
        default=400, ge=90, le=1100,
        description="how long it is known on which days somebody looked at a budget",
    )  # fmt: skip
    adoption_goal: int = Field(
        default=40, ge=1, le=100,
        description="percent of the budgets that shall be looked at regularly",
    )  # fmt: skip

    @field_validator("public_address")
    @classmethod
    def _is_an_address(cls, text: str) -> str:
        parts = urlsplit(text)
        if text and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path):
            raise ValueError("an address is a scheme and a host: https://plumbline.district.org")
        return text

    @property
    def base_address(self) -> str:
        """What links in mail start with."""
        return self.public_address or f"http://{self.host}:{self.port}"

    @property
    def store_url(self) -> str:
        """Where the store is: the setting, or SQLite in the var folder."""
        return self.database_url or f"sqlite:///{self.var / 'plumbline.db'}"

    @property
    def queue_url(self) -> str:
        """Where the job queue is: the setting, or SQLite in the var folder."""
        return self.jobs_url or f"sqlite:///{self.var / 'jobs.db'}"

    def environment(self) -> dict[str, str]:
        """The environment that makes a child process read these same settings."""
        own = {
            f"PLUMBLINE_{name.upper()}": str(value)
            for name, value in self.model_dump().items()
            if name != "port"
        }
        return {**os.environ, **own, "PORT": str(self.port)}
