"""What the portal itself needs: what waits to be sent, tries, keys."""

from portal.kernel.i18n import _l
from portal.privacy.rules.vocabulary import Column, Erasure, Export, Purpose, Retention, Table

_WORKINGS, _LINK, _SECRET = Export.WORKINGS, Export.LINK, Export.SECRET
_GONE = Erasure.GONE

TABLES = (
    Table(
        "outbox",
        _l("The trace of the emails you are sent"),
        Purpose.DELIVERY,
        Retention.MAIL,
        whose=("recipient_id",),
        columns=(
            Column("id", _LINK, _GONE),
            Column("kind", _WORKINGS, _GONE),
            Column("dedupe_key", _WORKINGS, _GONE),
            Column("recipient_id", _LINK, _GONE),
            Column("ids", _LINK, _GONE),
            Column("created_at", Export.ROW, _GONE),
            Column("not_before", _WORKINGS, _GONE),
            Column("attempts", _WORKINGS, _GONE),
            Column("last_error", _WORKINGS, _GONE),
            Column("done_at", Export.ROW, _GONE),
        ),
    ),
    Table(
        "form_key",
        _l("The forms you sent, so that each counts once"),
        Purpose.DELIVERY,
        Retention.FORM,
        whose=("person_id",),
        columns=(
            Column("person_id", _LINK, _GONE),
            Column("key", _LINK, _GONE),
            Column("body_hmac", _SECRET, _GONE),
            Column("location", _WORKINGS, _GONE),
            Column("sent_at", _WORKINGS, _GONE),
        ),
    ),
    Table(
        "throttle",
        _l("How often something was tried, under a code"),
        Purpose.ACCESS,
        Retention.TRIES,
        columns=(
            Column("scope", _WORKINGS, _GONE),
            Column("key_hmac", _WORKINGS, _GONE),
            Column("window_start", _WORKINGS, _GONE),
            Column("count", _WORKINGS, _GONE),
        ),
    ),
    Table(
        "data_key",
        _l("The keys that lock what you write"),
        Purpose.SECRECY,
        Retention.ACCOUNT,
        whose=("person_id",),
        columns=(
            Column("id", _LINK, _GONE),
            Column("person_id", _LINK, _GONE),
            Column("pair_id", _LINK, _GONE),
            Column("wrapped_cipher", _SECRET, _GONE),
            Column("master_version", _WORKINGS, _GONE),
            Column("created_at", _WORKINGS, _GONE),
        ),
    ),
)
