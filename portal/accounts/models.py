"""People, their sessions, and the links that prove an address is theirs. Never an age."""

from datetime import datetime

from sqlalchemy import Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.rules import LinkPurpose, SiteRole
from portal.kernel.database import Base, Id, Version, enum_column, ref


class Person(Base):
    __tablename__ = "person"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(254))
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(String(2))
    time_zone: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_until: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[Version]

    __table_args__ = (Index("uq_person_email", func.lower(email), unique=True),)


class RoleGiven(Base):
    """A site role that a person holds."""

    __tablename__ = "site_role"

    person_id: Mapped[str] = ref("person.id", primary_key=True)
    role: Mapped[SiteRole] = enum_column(SiteRole, primary_key=True)
    given_by_id: Mapped[str | None] = ref("person.id")
    given_at: Mapped[datetime]


class SignInSession(Base):
    """One browser, signed in. The cookie carries a token; here lies only its hash."""

    __tablename__ = "session"

    id: Mapped[Id]
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str] = ref("person.id", index=True)
    csrf_secret: Mapped[str] = mapped_column(String(64), index=True)
    device: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    last_act_at: Mapped[datetime | None]
    unlocked_at: Mapped[datetime | None]
    """When its person last proved who they are, or went on with what asks for it. Signing in proves it too."""
    ended_at: Mapped[datetime | None]


class AccountLink(Base):
    """A link sent to an address: it confirms it, resets a password, or changes the address.

    The token itself is computed (kernel.links) from `id` and `salt`. `way_cipher` is where its owner was
    going: encrypted, because that address may be an invitation.
    """

    __tablename__ = "account_link"

    id: Mapped[Id]
    person_id: Mapped[str | None] = ref("person.id", index=True)
    purpose: Mapped[LinkPurpose] = enum_column(LinkPurpose)
    email: Mapped[str] = mapped_column(String(254))
    salt: Mapped[str] = mapped_column(String(22))
    way_cipher: Mapped[bytes | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    left_email: Mapped[str | None] = mapped_column(String(254))
    """The address that was left for this one, to be told."""


class Consent(Base):
    """A yes to one purpose, in one version of its text. « 14 ans ou plus » is one; no age is kept."""

    __tablename__ = "consent"

    id: Mapped[Id]
    person_id: Mapped[str] = ref("person.id", index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    text_version: Mapped[int]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
