"""Who someone is: their account, how they sign in, what they said yes to."""

from portal.kernel.i18n import _l
from portal.privacy.rules.vocabulary import Column, Erasure, Export, Purpose, Retention, Table

_ROW, _LINK, _SECRET, _WORKINGS = Export.ROW, Export.LINK, Export.SECRET, Export.WORKINGS
_GONE, _EMPTIED, _RESET, _STAYS = Erasure.GONE, Erasure.EMPTIED, Erasure.RESET, Erasure.STAYS

TABLES = (
    Table(
        "person",
        _l("Your account"),
        Purpose.ACCOUNT,
        Retention.ACCOUNT,
        whose=("id",),
        columns=(
            Column("id", _LINK, _STAYS),
            Column("name", _ROW, _EMPTIED),
            Column("email", _ROW, _EMPTIED),
            Column("email_confirmed_at", _ROW, _EMPTIED),
            Column("password_hash", _SECRET, _EMPTIED),
            Column("language", _ROW, _RESET),
            Column("time_zone", _ROW, _RESET),
            Column("created_at", _ROW, _RESET),
            Column("seen_until", _ROW, _EMPTIED),
            Column("disabled_at", _ROW, _EMPTIED),
            Column("erased_at", _WORKINGS, _STAYS),
            Column("is_demo", _WORKINGS, _STAYS),
            Column("version", _WORKINGS, _STAYS),
        ),
    ),
    Table(
        "site_role",
        _l("Your roles on the site"),
        Purpose.ACCESS,
        Retention.ACCOUNT,
        whose=("person_id",),
        columns=(
            Column("person_id", _LINK, _GONE),
            Column("role", _ROW, _GONE),
            Column("given_by_id", _LINK, _GONE),
            Column("given_at", _ROW, _GONE),
        ),
    ),
    Table(
        "session",
        _l("The browsers where you sign in"),
        Purpose.ACCESS,
        Retention.SESSION,
        whose=("person_id",),
        columns=(
            Column("id", _LINK, _GONE),
            Column("token_sha256", _SECRET, _GONE),
            Column("person_id", _LINK, _GONE),
            Column("csrf_secret", _SECRET, _GONE),
            Column("device", _ROW, _GONE),
            Column("created_at", _ROW, _GONE),
            Column("last_act_at", _ROW, _GONE),
            Column("unlocked_at", _ROW, _GONE),
            Column("ended_at", _ROW, _GONE),
        ),
    ),
    Table(
        "account_link",
        _l("The links mailed to your address"),
        Purpose.ACCESS,
        Retention.LINK,
        whose=("person_id",),
        columns=(
            Column("id", _LINK, _GONE),
            Column("person_id", _LINK, _GONE),
            Column("purpose", _ROW, _GONE),
            Column("email", _ROW, _GONE),
            Column("salt", _SECRET, _GONE),
            Column("way_cipher", _SECRET, _GONE),
            Column("created_at", _ROW, _GONE),
            Column("expires_at", _ROW, _GONE),
            Column("used_at", _ROW, _GONE),
            Column("left_email", _ROW, _GONE),
        ),
    ),
    Table(
        "consent",
        _l("What you said yes to"),
        Purpose.CONSENT,
        Retention.ACCOUNT,
        whose=("person_id",),
        columns=(
            Column("id", _LINK, _GONE),
            Column("person_id", _LINK, _GONE),
            Column("purpose", _ROW, _GONE),
            Column("text_version", _ROW, _GONE),
            Column("given_at", _ROW, _GONE),
            Column("withdrawn_at", _ROW, _GONE),
        ),
    ),
)
