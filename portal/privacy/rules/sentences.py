"""The register in words. Every number is the one that the portal goes by."""

from collections.abc import Mapping

from portal.accounts.rules import (
    FOURTEEN,
    LINKS_KEPT,
    SESSION_IDLES,
    SESSION_LASTS,
    SESSIONS_KEPT,
    TERMS,
    UNCONFIRMED_KEPT,
)
from portal.kernel.form_keys import KEPT as FORMS_KEPT
from portal.kernel.i18n import _l
from portal.kernel.outbox import DONE_KEPT, UNDONE_KEPT
from portal.kernel.refusal import Sentence
from portal.kernel.throttle import KEPT as TRIES_KEPT
from portal.notices.rules import NOTICES_KEPT
from portal.pairs.rules import ADDRESS_KEPT
from portal.privacy.rules.vocabulary import Erasure, Purpose, Retention, Table
from portal.safety.rules import KEPT_AFTERWARDS

PURPOSES: Mapping[Purpose, Sentence] = {
    Purpose.ACCOUNT: _l("to know who you are, and to write to you"),
    Purpose.ACCESS: _l("to let you in, and to keep others out"),
    Purpose.CONSENT: _l("to show what you agreed to, and when"),
    Purpose.DELIVERY: _l("so that what you send, and what you are sent, arrives once"),
    Purpose.PAIR: _l("so that two people can learn together"),
    Purpose.WRITING: _l("so that you can write, read and answer each other"),
    Purpose.PROGRESS: _l("to show each of you where you are"),
    Purpose.ASSESSMENT: _l("to show you, and nobody else, where you stand"),
    Purpose.MATCHING: _l("so that whoever learns with you knows what you offer and seek"),
    Purpose.MEETING: _l("so that the two of you can meet, and find it in your calendars"),
    Purpose.REMARKS: _l("so that those who write the lessons know what readers notice, and answer them"),
    Purpose.SECRECY: _l("so that nobody else reads what you write"),
    Purpose.SAFETY: _l("so that each person can protect themselves"),
    Purpose.STUDIO: _l("so that several people can write a module, and lose nothing of it"),
    Purpose.NOTICES: _l("to tell you what there is to tell, as you chose"),
    Purpose.LESSONS: _l("concerns nobody"),
}

RETENTIONS: Mapping[Retention, Sentence] = {
    Retention.ACCOUNT: _l("as long as you have an account"),
    Retention.SESSION: _l("%(days)s days after the session ended", days=SESSIONS_KEPT.days),
    Retention.LINK: _l("%(days)s days after the link stopped working", days=LINKS_KEPT.days),
    Retention.MAIL: _l(
        "%(days)s days after the email left; %(unsent)s days after the last try, if it could not leave",
        days=DONE_KEPT.days,
        unsent=UNDONE_KEPT.days,
    ),
    Retention.TRIES: _l("about %(hours)s hours", hours=TRIES_KEPT.days * 24),
    Retention.FORM: _l("%(days)s days", days=FORMS_KEPT.days),
    Retention.ARRIVAL: _l("an hour"),
    Retention.INVITED: _l("the address, %(days)s days after the invitation expired", days=ADDRESS_KEPT.days),
    Retention.PAIR: _l("as long as the portal exists; without your name once your account is deleted"),
    Retention.WORDS: _l("the words, until you withdraw them or delete your account"),
    Retention.NOTE: _l("a note, until you undo its step and send it empty, or delete your account"),
    Retention.TEXT: _l("the words, as long as you have an account"),
    Retention.SHOWN: _l("until you take it down, or delete your account"),
    Retention.WEEK: _l("until you change your week, or delete your account"),
    Retention.FEED: _l("until you take another or stop it, or delete your account"),
    Retention.BLOCK: _l("until you lift the block"),
    Retention.REPORT: _l(
        "until %(days)s days after the report was closed or withdrawn; "
        "once your account is deleted, it counts as closed as soon as somebody has it in hand",
        days=KEPT_AFTERWARDS.days,
    ),
    Retention.NOTICE: _l("%(days)s days", days=NOTICES_KEPT.days),
    Retention.PORTAL: _l("as long as the portal exists"),
}


def retention_of(table: Table) -> list[Sentence]:
    """How long what a table holds is kept: its own term, then those of single columns."""
    terms = dict.fromkeys([table.retention, *(table.retention_of(column) for column in table.columns)])
    return [RETENTIONS[term] for term in terms]


def after_deletion(table: Table) -> Sentence:
    """What becomes of it with the account, in a few words."""
    if table.erasures == {Erasure.GONE}:
        return _l("erased")
    if Erasure.LATER in table.erasures:
        return _l("stays with whoever handles it, for the time shown")
    if Erasure.EMPTIED in table.erasures:
        return _l("the content is erased; a trace without your name stays")
    return _l("stays, without your name")


CONSENTS: Mapping[str, Sentence] = {
    FOURTEEN: _l("I am 14 or older"),
    TERMS: _l("I know who may see what, and what is kept, and I agree"),
}
"""What was said yes to, in the words of the form."""

DAYS: Mapping[str, int] = {
    "session_lasts": SESSION_LASTS.days,
    "session_idles": SESSION_IDLES.days,
    "sessions": SESSIONS_KEPT.days,
    "links": LINKS_KEPT.days,
    "mails": DONE_KEPT.days,
    "unsent": UNDONE_KEPT.days,
    "unconfirmed": UNCONFIRMED_KEPT.days,
    "invited": ADDRESS_KEPT.days,
    "reports": KEPT_AFTERWARDS.days,
}
"""The terms that the public page on privacy tells."""
