"""What people send about their account. No form gives a password back to its page."""

import re
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from wtforms import BooleanField, EmailField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import AnyOf, DataRequired, Email, InputRequired, Length, Optional, ValidationError

from portal.accounts.rules import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_PASSWORD,
    NewPerson,
    Profile,
    normal_address,
    password_refusal,
)
from portal.kernel.alphabet import unaccented
from portal.kernel.forms import PortalForm, VersionedForm, plain_text
from portal.kernel.i18n import LANGUAGES, _, _l, current_language, format_zone, place_of_zone

# Marks that nobody sees and that turn the text around them: Unicode, annex 9.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

LANGUAGE_CHOICES = [SelectChoice("fr", "Français"), SelectChoice("en", "English")]

# Where most of the people of this portal live comes first.
NEAR = (
    "America/Toronto",
    "America/Moncton",
    "America/Halifax",
    "America/St_Johns",
    "America/Winnipeg",
    "America/Regina",
    "America/Edmonton",
    "America/Vancouver",
    "America/Whitehorse",
    "America/Iqaluit",
)
REGIONS = ("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/")


def time_zones() -> list[SelectChoice]:
    """Every zone that has a place's name, in the reader's language, Canada's first."""
    return _time_zones_in(current_language())


@cache
def _time_zones_in(language: str) -> list[SelectChoice]:
    names = sorted(name for name in available_timezones() if name.startswith(REGIONS) and name not in NEAR)
    others = {place_of_zone(name, language): name for name in names}
    return [
        *(SelectChoice(name, place_of_zone(name, language), optgroup=_("Canada")) for name in NEAR),
        *(SelectChoice(others[place], place, optgroup=_("Elsewhere")) for place in sorted(others, key=unaccented)),
    ]


def _name() -> StringField:
    return StringField(
        _l("Your name"),
        filters=[lambda text: " ".join((text or "").split())],
        validators=[
            DataRequired(_l("Say how others should call you.")),
            Length(max=LONGEST_NAME, message=_l("Keep your name to %(max)s characters or fewer.", max=LONGEST_NAME)),
            plain_text,
            _in_one_direction,
        ],
    )


def _in_one_direction(_form: object, field: Any) -> None:
    """A name stands in the middle of other people's sentences, and must leave their words as they stand."""
    if TURNING.search(field.data or ""):
        raise ValidationError(_l("This text contains a character that cannot be kept. Remove it and try again."))


def email_field(label: Any, *, needed: bool = True) -> EmailField:
    """One address that mail can reach, as it is kept; or, where it is not `needed`, none."""
    return EmailField(
        label,
        filters=[lambda text: normal_address(text or "")],
        validators=[
            InputRequired(_l("Write your address, such as name@example.ca.")) if needed else Optional(),
            Length(max=LONGEST_ADDRESS, message=_l("This address is too long for an email to reach it.")),
            Email(message=_l("Write a whole address, such as name@example.ca."), allow_smtputf8=False),
            plain_text,
        ],
    )


def known_password(label: Any) -> PasswordField:
    too_long = _l("Choose a password of 200 characters or fewer.")
    return PasswordField(
        label,
        validators=[InputRequired(_l("Write your password.")), Length(max=LONGEST_PASSWORD, message=too_long)],
    )


def _new_password(label: Any) -> PasswordField:
    return PasswordField(label, validators=[InputRequired(_l("Choose a password of 12 characters or more.")), _will_do])


def _will_do(form: Any, field: Any) -> None:
    """What can be told of a password here, so that everything wrong is told at once. The service has the last word."""
    name, email = (str(form[part].data or "") if part in form else "" for part in ("name", "email"))
    refusal = password_refusal(str(field.data), name, email)
    if refusal is not None:
        raise ValidationError(str(refusal.sentence))


class SignUpForm(PortalForm):
    name = _name()
    email = email_field(_l("Your email address"))
    password = _new_password(_l("A password"))
    language = RadioField(
        _l("Language"), choices=LANGUAGE_CHOICES, validators=[InputRequired(_l("Choose a language."))]
    )
    fourteen = BooleanField(
        _l("I am 14 or older"), validators=[InputRequired(_l("An account is for people of 14 or older."))]
    )
    terms = BooleanField(
        _l("I know who may see what, and what is kept, and I agree"),
        validators=[InputRequired(_l("An account needs your agreement: the page about privacy says to what."))],
    )

    def value(self) -> NewPerson:
        return NewPerson(str(self.name.data), str(self.email.data), str(self.language.data))


class SignInForm(PortalForm):
    kept = HiddenField(default="")
    """What was being sent when the session ended, sealed for its writer."""
    email = email_field(_l("Your email address"))
    password = known_password(_l("Your password"))

    def value(self) -> tuple[str, str]:
        """The address and the password."""
        return str(self.email.data), str(self.password.data)


class ForgottenForm(PortalForm):
    email = email_field(_l("Your email address"))

    def value(self) -> str:
        return str(self.email.data)


class ChoosePasswordForm(PortalForm):
    """Opened by a link; nothing else is asked."""

    password = _new_password(_l("Your new password"))

    def value(self) -> str:
        return str(self.password.data)


class PasswordForm(PortalForm):
    current = known_password(_l("Your current password"))
    password = _new_password(_l("Your new password"))

    def value(self) -> tuple[str, str]:
        """The current password and the new one."""
        return str(self.current.data), str(self.password.data)


class RecheckForm(PortalForm):
    """Who is there? Asked of someone who is signed in."""

    current = known_password(_l("Your password"))

    def value(self) -> str:
        return str(self.current.data)


class UnlockForm(RecheckForm):
    kept = HiddenField(default="")
    """What was being sent when the lock had fallen, sealed for its writer."""


class AddressForm(PortalForm):
    email = email_field(_l("Your new address"))
    current = known_password(_l("Your password"))

    def value(self) -> tuple[str, str]:
        """The new address and the current password."""
        return str(self.email.data), str(self.current.data)


class ProfileForm(VersionedForm):
    name = _name()
    language = RadioField(
        _l("Language"), choices=LANGUAGE_CHOICES, validators=[InputRequired(_l("Choose a language."))]
    )
    time_zone = SelectField(_l("Time zone"), choices=time_zones)

    def value(self) -> Profile:
        return Profile(str(self.name.data), str(self.language.data), str(self.time_zone.data))

    def keep_zone(self, name: str) -> None:
        """Someone whose zone is none of the choices keeps it until they choose another."""
        if name not in {choice.value for choice in time_zones()}:
            self.time_zone.choices = [
                SelectChoice(name, format_zone(name), optgroup=_l("Yours")),
                *time_zones(),
            ]


class LanguageForm(PortalForm):
    """The switch in the heading of every page; its button carries the language."""

    language = StringField(validators=[AnyOf(LANGUAGES)])

    def value(self) -> str:
        return str(self.language.data)
