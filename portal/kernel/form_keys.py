"""A form that creates carries a key: pressed five times at once, or sent again after going back, it creates once.

Base the form on `KeyedForm` (forms.py) and print `key(form)` of macros/forms.html beside its token; for a mere button,
`action(…, key=new_form_key())` and `KeyedForm()` itself will do. The view says

    with transaction():
        address = once(form, lambda: url_for("slice.page", thing=service.make(form.value())))
    return see_other(address)

The key is a row of the transaction that it belongs to: what is refused leaves none, and the same form may be mended and
sent. What has done its work answers with the same address again, and does nothing.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.clock import now
from portal.kernel.database import ID_LENGTH, Base, db, insert_if_new, is_id
from portal.kernel.forms import KeyedForm
from portal.kernel.i18n import _l
from portal.kernel.identity import current_actor, signed_in
from portal.kernel.interrupted import written
from portal.kernel.refusal import Refusal

KEPT = timedelta(days=3)
"""How long a form may lie in a tab after it was sent, and still be known."""
MADE = frozenset({"key", "proof"})
"""The fields of a form that are made anew each time that it is shown: they tell nothing of what was written."""


class FormKey(Base):
    __tablename__ = "form_key"

    person_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    key: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    body_hmac: Mapped[str] = mapped_column(String(64))
    """What was sent, and where to; the words themselves cannot be told from it."""
    location: Mapped[str]
    """Where who sent it was led; empty while it is being done."""
    sent_at: Mapped[datetime]


def once(form: KeyedForm, create: Callable[[], str]) -> str:
    """Inside `transaction()`: `create`, which gives the address to go on to; or, for a form sent before, that address.

    Raises a Refusal when the same form comes back with other words, or without a sound key. It then has a new one.
    """
    key, body = form.key_sent(), _body_hmac()
    if key is None:
        form.new_key()
        raise Refusal(_l("This form is out of date. Your text is still here: send it again."))
    sent = {"person_id": signed_in().id, "key": key}
    is_new = insert_if_new(db.session(), FormKey, **sent, body_hmac=body, location="", sent_at=now())
    row = db.session.get_one(FormKey, sent)
    if is_new:
        row.location = create()
    elif not hmac.compare_digest(row.body_hmac, body):
        form.new_key()
        raise Refusal(_l("This form was sent once already, with something else in it. Send it again to add this too."))
    return row.location


def led_to() -> str | None:
    """Where this form led when it was sent before; None for one that is new, or is no form with a key.

    What it acted upon may not be there any more for who sent it, and the second press is answered like the first.
    """
    what, actor = written(), current_actor()
    key = dict(what.fields).get("key", "") if what else ""
    row = db.session.get(FormKey, {"person_id": actor.id, "key": key}) if actor and is_id(key) else None
    return row.location if row and hmac.compare_digest(row.body_hmac, _body_hmac()) else None


def sweep() -> None:
    """Forget the forms that were sent long ago."""
    db.session.execute(delete(FormKey).where(FormKey.sent_at < now() - KEPT))


def erase(person_id: str) -> None:
    """Inside a transaction: those of somebody who is no longer here."""
    db.session.execute(delete(FormKey).where(FormKey.person_id == person_id))


def _body_hmac() -> str:
    """Under a secret of the server: nobody can try words against it."""
    what, secret = written(), current_app.config["SECRET_KEY"]
    fields = [(name, value.replace("\r\n", "\n")) for name, value in what.fields if name not in MADE] if what else []
    body = json.dumps([what.address if what else "", fields])
    return hmac.digest(f"form:{secret}".encode(), body.encode(), hashlib.sha256).hex()
