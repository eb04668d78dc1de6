"""Forms: the base of all of them, in the reader's language, with the anti-forgery token.

A signed-in person's token is derived from their session row and lives as long as it; a visitor's
comes in one short-lived cookie, only with a page that carries a form.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.csrf import BadData, CSRFError, URLSafeTimedSerializer, generate_csrf
from wtforms import HiddenField, SelectMultipleField
from wtforms.i18n import get_translations
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput

from portal.kernel.database import is_id, new_id
from portal.kernel.i18n import _l, current_language
from portal.kernel.refusal import Refusal, Sentence

KEPT_TOKENS = 4096
LONGEST_VERSION = 9
_tokens = CSRFProtect()
UNKEEPABLE = re.compile(r"[\0\ud800-\udfff]")

__all__ = [
    "CSRFError",
    "KeyedForm",
    "MultiCheckboxField",
    "PortalForm",
    "UntilForm",
    "VersionedForm",
    "answers_machines",
    "at_most",
    "minute_of",
    "new_token",
    "plain_text",
    "secret_of_form",
]


class PortalForm(FlaskForm):
    """The base of every form. Subclasses give a frozen value from `value()`.

    No field takes a text that no column holds.
    """

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: object) -> Any:
            """WTForms' own sentences, read once for each language."""
            return _sentences_in(current_language())

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        extra = {name: list(some) for name, some in (extra_validators or {}).items()}
        for name, field in self._fields.items():
            if isinstance(field.data, str) and plain_text not in field.validators:
                extra.setdefault(name, []).append(plain_text)
        valid: bool = super().validate(extra_validators=extra)
        return valid

    def refuse(self, refusal: Refusal) -> None:
        """Show an expected "no" beside the field it is about, or above the form."""
        field = self._fields.get(refusal.field or "")
        if field is not None:
            field.errors = [*field.errors, refusal.sentence]
        else:
            self.form_errors: list[Any] = [*self.form_errors, refusal.sentence]


class UntilForm(PortalForm):
    """Carries the moment at which the page was made: what came after it is still new."""

    until = HiddenField()

    def value(self) -> datetime | None:
        """The moment, aware, or None for what is no moment."""
        try:
            found = datetime.fromisoformat(str(self.until.data))
        except ValueError:
            return None
        return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


class MultiCheckboxField(SelectMultipleField):
    option_widget = CheckboxInput()


class VersionedForm(PortalForm):
    """A form over something two may change at once: it carries the version it was made from."""

    version = HiddenField(default="0")

    def version_read(self) -> int:
        text = str(self.version.data or "0")
        return int(text) if text.isdecimal() and len(text) <= LONGEST_VERSION else 0

    def written(self) -> str:
        """What was written in it, as the one text that is kept of it."""
        return str(self["text"].data or "")


class KeyedForm(PortalForm):
    """A form that creates: sent twice, it creates once. See form_keys.py."""

    key = HiddenField(default=new_id)

    def key_sent(self) -> str | None:
        """The key that came with it; None for none, or for what is none."""
        sent = str((self.key.raw_data or [""])[0])
        return sent if is_id(sent) else None

    def new_key(self) -> None:
        """From here on it is another form."""
        self.key.data = new_id()


def secret_of_form() -> str | None:
    """The secret of the session for which we made the form that was sent, whoever sent it; None when we did not."""
    signer = URLSafeTimedSerializer(current_app.secret_key, salt="wtf-csrf-token")  # as the library makes it
    try:
        return str(signer.loads(request.form.get("csrf_token", "")))
    except BadData:
        return None


def new_token() -> None:
    """Forms made from now on belong to the session that just began, or ended."""
    for name in ("csrf_token", "form_token"):
        g.pop(name, None)


@cache
def _sentences_in(language: str) -> Any:
    return get_translations([language])


def plain_text(_form: object, field: Any) -> None:
    """Refuse characters that no person types and no encoder takes: lone surrogates and NUL."""
    text = field.data or ""
    if UNKEEPABLE.search(text):
        raise ValidationError(_l("This text contains a character that cannot be kept. Remove it and try again."))


def one_line_end(text: str | None) -> str:
    """Without what a browser adds: its line ends, and spaces around."""
    return (text or "").replace("\r\n", "\n").strip()


def minute_of(at: time | None) -> int:
    """How many minutes after midnight; none for no time."""
    return at.hour * 60 + at.minute if at is not None else 0


def at_most(longest: int, sentence: Sentence | None = None) -> Callable[[object, Any], None]:
    """Says so, where an attribute of the field would let the browser cut a pasted text without a word."""

    def check(_form: object, field: Any) -> None:
        if len(field.data or "") > longest:
            raise ValidationError(str(sentence or _l("Keep this to %(max)s characters or fewer.", max=longest)))

    return check


def answers_machines(view: Callable[..., Any]) -> Callable[..., Any]:
    """For a POST that a mail provider sends, which has no page of ours and so no token: its address alone proves it."""
    _tokens.exempt(view)
    return view


def init_app(app: Flask) -> None:
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # the token lives as long as its session
    app.config["WTF_CSRF_SSL_STRICT"] = False  # Sec-Fetch-Site and Origin are checked instead, see security.py
    app.jinja_env.globals["new_form_key"] = new_id
    app.before_request(_recall_token)
    _tokens.init_app(app)


def _recall_token() -> None:
    secret = session.get("csrf_token")
    if secret:
        g.csrf_token = _token_for(secret)


@lru_cache(maxsize=KEPT_TOKENS)
def _token_for(_secret: str) -> str:
    """The token of the session with this secret: it is made once, as it lives as long as the session."""
    token: str = generate_csrf()
    return token
