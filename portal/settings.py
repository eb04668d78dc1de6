"""The settings: one frozen, typed object, read once from the environment, refused if incomplete.

Every name has the prefix `PORTAL_`: `PORTAL_BASE_URL`, `PORTAL_SMTP_URL`… docs/operating.md tells
what each is for.
"""

import os
import secrets
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MASTER_KEY_BYTES = 32
SMTP_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="PORTAL_", frozen=True, extra="forbid", hide_input_in_errors=True)

    data: Path = Path(".data")
    """Folder of the embedded database, the job queue, kept mail and, unless said otherwise, the keys."""

    base_url: str = "http://127.0.0.1:5000"
    host: str = "127.0.0.1"
    port: int = Field(default=5000, ge=1, le=65535)
    processes: int = Field(default=2, ge=1, le=64)
    threads: int = Field(default=2, ge=1, le=64)
    worker: bool = True
    """Whether `portal serve` also runs the jobs."""

    database_url: str = ""
    secret_key_file: Path | None = None
    master_key_file: Path | None = None
    erasure_ledger: Path | None = None
    """What must not come back from a backup; beside the master key unless said otherwise."""
    backup_days: int = Field(default=30, ge=1)
    """How many days `portal backup` keeps the backups of its folder."""

    smtp_url: SecretStr | None = None
    """smtp://[user:password@]host:port, smtp+starttls://… or smtps://…; without it mail is kept in `data`."""
    mail_from: str = "Vice Versa <nepasrepondre@example.org>"
    contact_email: str = "bonjour@example.org"

    trusted_hosts: tuple[str, ...] = ()
    """Other hosts that the portal answers to, besides the base URL's."""
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    """How many proxies in front of the portal may be believed about the visitor's address."""

    studio_review: bool = False
    """Whether another instructor approves what is published in the studio."""

    demo: bool = False
    """Whether this is the demo: kept mail can be read on a page of its own."""

    argon2_memory: int = Field(default=19456, ge=8)
    """KiB an argon2id verification uses."""
    verifications: int = Field(default=2, ge=1)
    """How many passwords one process verifies at once."""

    @field_validator("base_url")
    @classmethod
    def _absolute(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
            raise ValueError("the base URL is a scheme and a host, such as https://viceversa.example.org")
        return value.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        parts = urlsplit(value.get_secret_value()) if value is not None else None
        if parts is None:
            return None
        if parts.scheme not in SMTP_PORTS or not parts.hostname or parts.path not in ("", "/"):
            raise ValueError(f"the mail server is {', '.join(f'{scheme}://host' for scheme in SMTP_PORTS)}")
        if parts.port == 0:
            raise ValueError("a port is a number from 1 to 65535")
        if parts.username and parts.scheme == "smtp" and not _is_here(parts.hostname):
            raise ValueError("a password travels by smtp+starttls:// or smtps://, or stays on this machine")
        return value

    @field_validator("mail_from")
    @classmethod
    def _one_sender(cls, value: str) -> str:
        letter = EmailMessage(policy=SMTP)
        letter["From"] = value
        senders = letter["From"].addresses
        if len(senders) != 1 or not (senders[0].username and senders[0].domain and senders[0].addr_spec.isascii()):
            raise ValueError("the sender of mail is one address, such as Vice Versa <nepasrepondre@example.org>")
        return value

    @model_validator(mode="after")
    def _resolved(self) -> Self:
        data = self.data.resolve()
        object.__setattr__(self, "data", data)
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{data / 'portal.sqlite3'}")
        object.__setattr__(self, "secret_key_file", self.secret_key_file or data / "secret.key")
        master_key = self.master_key_file or data / "master.key"
        object.__setattr__(self, "master_key_file", master_key)
        object.__setattr__(self, "erasure_ledger", self.erasure_ledger or master_key.with_name("erasures.jsonl"))
        return self

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        base = urlsplit(self.base_url).hostname or ""
        return [base, *self.trusted_hosts]

    @property
    def jobs_path(self) -> Path:
        return self.data / "jobs.sqlite3"

    @property
    def mail_folder(self) -> Path:
        return self.data / "mail"

    def secret_key(self) -> str:
        return _read_key(self.secret_key_file, "secret key").hex()

    def master_key_path(self) -> Path:
        if self.master_key_file is None:
            raise RuntimeError("settings were not resolved")
        return self.master_key_file

    def ledger_path(self) -> Path:
        if self.erasure_ledger is None:
            raise RuntimeError("settings were not resolved")
        return self.erasure_ledger

    def make_keys(self) -> None:
        """Create the keys that do not exist yet, readable by their owner alone."""
        self.make_secret_key()
        self.make_master_key()

    def make_secret_key(self) -> None:
        """Also makes the data folder."""
        self.data.mkdir(parents=True, exist_ok=True)
        _make_key(self.secret_key_file)

    def make_master_key(self) -> None:
        """Only for a database in which nothing is closed by another one."""
        _make_key(self.master_key_file)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _make_key(path: Path | None) -> None:
    if path is not None and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(MASTER_KEY_BYTES) + "\n")


def _read_key(path: Path | None, name: str) -> bytes:
    if path is None or not path.exists():
        raise RuntimeError(f"the {name} is missing at {path}: run `portal init`, or say where it lies")
    return bytes.fromhex(path.read_text().strip())
