"""What people send about their pair."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.accounts.forms import SignUpForm, email_field
from portal.kernel.forms import KeyedForm, PortalForm, VersionedForm, one_line_end, plain_text
from portal.kernel.i18n import _l
from portal.pairs.rules import MyPair
from portal.pairs.rules.agreement import LONGEST_LINE, LONGEST_SETTLED, lines, text_keys


class InviteForm(KeyedForm):
    """One address, or none."""

    email = email_field(_l("Their email address"), needed=False)

    def value(self) -> str | None:
        """The address to send the link to, or None to copy it."""
        return self.email.data or None


class JoinForm(SignUpForm):
    """An account for whoever was invited by mail: the address is the one that received the link."""

    email = None  # type: ignore[assignment]  # WTForms: a field that this form leaves out
    language = None  # type: ignore[assignment]


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


def _line(label: Any, longest: int) -> TextAreaField:
    """Line ends count once, as they do in the browser."""
    limit = Length(max=longest, message=_l("Keep this to %(max)s characters or fewer.", max=longest))
    return TextAreaField(
        label,
        filters=[one_line_end],
        validators=[Optional(), limit, plain_text],
    )


class _Lines(VersionedForm):
    """Free lines by key."""

    KEYS: ClassVar[Sequence[str]] = ()

    def value(self) -> dict[str, str]:
        return {key: self[key].data or "" for key in self.KEYS}

    def fill(self, values: Mapping[str, str]) -> None:
        for key in self.KEYS:
            self[key].data = values.get(key, "")


class SheetForm(_Lines):
    """What one person fills in apart."""

    KEYS = tuple(line.key for line in lines())


class TextForm(_Lines, KeyedForm):
    """The one text. `after` is the number of the newest text its writer had seen."""

    KEYS = tuple(text_keys())

    after = HiddenField(default="0")

    def name_lines(self, pair: MyPair) -> None:
        """Say in the label of each personal line whose it is."""
        for line in lines():
            for seat in (1, 2) if line.personal else ():
                label = self[f"{line.key}_{seat}"].label
                label.text = _l("%(name)s: %(line)s", name=pair.in_seat(seat).name, line=line.label)

    def after_read(self) -> int:
        text = str(self.after.data or "0")
        return int(text) if text.isdecimal() else 0


for _one in lines():
    setattr(SheetForm, _one.key, _line(_one.label, LONGEST_LINE))
    for _key in (f"{_one.key}_1", f"{_one.key}_2") if _one.personal else (_one.key,):
        setattr(TextForm, _key, _line(_one.label, LONGEST_SETTLED))
