"""What people send about their pair."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, PasswordField, RadioField, StringField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, Optional

from portal.kernel.forms import PortalForm, VersionedForm, plain_text
from portal.kernel.i18n import _l
from portal.pairs.rules import MyPair
from portal.pairs.rules.agreement import LONGEST_LINE, lines, text_keys

LONGEST_NAME = 80
LONGEST_PASSWORD = 200


class InviteForm(PortalForm):
    """`key` becomes the invitation's id: sending the form twice invites once."""

    key = HiddenField()
    email = EmailField(
        _l("Their address"),
        filters=[lambda text: (text or "").strip()],
        validators=[
            Optional(),
            Length(max=254),
            Email(message=_l("Write a whole address, such as name@example.ca.")),
            plain_text,
        ],
    )

    def value(self) -> str | None:
        """The address to send the link to, or None to copy it."""
        return self.email.data or None


class JoinForm(PortalForm):
    """An account for whoever was invited by mail: the address is the one that received the link."""

    name = StringField(
        _l("Your name"),
        filters=[lambda text: " ".join((text or "").split())],
        validators=[InputRequired(_l("Say how your partner should call you.")), Length(max=LONGEST_NAME), plain_text],
    )
    password = PasswordField(
        _l("A password"),
        validators=[InputRequired(_l("Choose a password of 12 characters or more.")), Length(max=LONGEST_PASSWORD)],
    )
    fourteen = BooleanField(
        _l("I am 14 or older"), validators=[InputRequired(_l("An account is for people of 14 or older."))]
    )


class GuidesForm(PortalForm):
    """Who guides culture; the other guides strategy."""

    culture_guide = RadioField(
        _l("Who guides culture?"), validators=[InputRequired(_l("Choose one of the two of you."))]
    )

    def offer(self, pair: MyPair) -> None:
        self.culture_guide.choices = [
            (pair.me.id, _l("I guide culture, and %(name)s guides strategy", name=pair.partner.name)),
            (pair.partner.id, _l("%(name)s guides culture, and I guide strategy", name=pair.partner.name)),
        ]


def _line(label: Any) -> TextAreaField:
    limit = Length(max=LONGEST_LINE, message=_l("Keep this under %(max)s characters.", max=LONGEST_LINE))
    return TextAreaField(label, validators=[Optional(), limit, plain_text])


class _Lines(VersionedForm):
    """Free lines by key."""

    def value(self) -> dict[str, str]:
        return {key: (self[key].data or "").strip() for key in self.keys()}

    def keys(self) -> list[str]:
        raise NotImplementedError

    def fill(self, values: Mapping[str, str]) -> None:
        for key in self.keys():
            self[key].data = values.get(key, "")


class SheetForm(_Lines):
    """What one person fills in apart."""

    def keys(self) -> list[str]:
        return [line.key for line in lines()]


class TextForm(_Lines):
    """The one text. `after` is the number of the newest text its writer had seen; `key` becomes its id."""

    key = HiddenField()
    after = HiddenField(default="0")

    def keys(self) -> list[str]:
        return text_keys()

    def after_read(self) -> int:
        text = str(self.after.data or "0")
        return int(text) if text.isdecimal() else 0


for _one in lines():
    setattr(SheetForm, _one.key, _line(_one.label))
    for _key in (f"{_one.key}_1", f"{_one.key}_2") if _one.personal else (_one.key,):
        setattr(TextForm, _key, _line(_one.label))
