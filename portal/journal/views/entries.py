"""Free entries: writing one, reading one, adding to it, erasing it."""

from flask import abort, request, url_for

from portal.accounts.service import sessions
from portal.journal import policy, queries, service
from portal.journal.forms import AdditionForm, EntryForm
from portal.journal.queries import EntryFound, state_of_entry
from portal.journal.rules import TRACE, EntryState, may_rewrite
from portal.journal.views.blueprint import Answer, journal
from portal.journal.views.subjects import entry_at
from portal.journal.views.unlocking import is_locked, password_page, unlock
from portal.kernel import drafts
from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.form_keys import once
from portal.kernel.i18n import _l
from portal.kernel.identity import signed_in
from portal.kernel.interrupted import sealed, written
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.transaction import transaction
from portal.pairs.policy import SEE_PAIR
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair

DONE = {
    "saved": _l("Your note is saved. Only you can read it."),
    "shared": _l("Your note is shared. Your partner can read it."),
    "kept": _l("Your note is private, for good. Only you can read it."),
    "added": _l("What you added is here, with its date."),
    "withdrawn": _l("Your words are erased."),
    "erased": _l("Your note is erased. There is no trace of it here."),
}
BEGUN = {"trace": TRACE}
"""With what a note begins, by a word of the address that led to it."""
WAYS = {
    "share": (service.share_entry, "shared"),
    "keep": (service.keep_entry, "kept"),
}


@journal.get("/pairs/<pair>/journal/entries/new")
@requires_on(SEE_PAIR, my_pair)
def new_entry(pair: MyPair) -> Answer:
    if not pair.may_write:
        return see_other(url_for("journal.index", pair=pair.id))
    form = EntryForm(formdata=None, text="\n\n".join(str(one) for one in BEGUN.get(request.args.get("begun", ""), ())))
    return _writing_page(pair, form, EntryState.DRAFT)


@journal.post("/pairs/<pair>/journal/entries")
@requires_on(SEE_PAIR, my_pair)
def write_entry(pair: MyPair) -> Answer:
    """`act` is "save", "share" or "keep". A script that saves while one writes asks for JSON."""
    form = EntryForm()
    if not form.validate():
        return _refused(pair.id, form, 422)
    text, version = form.value()
    write, done = WAYS.get(request.form.get("act", ""), (service.save_entry, "saved"))
    try:
        with transaction():
            entry = write(pair, form.key_sent() or "", text, version, signed_in().unlocked_at)
            kept_version, state = entry.version, state_of_entry(pair, entry)
            address = url_for("journal.entry", pair=pair.id, entry=entry.id, done=done)
            _stay_unlocked(state)
    except Refusal as refusal:
        form.refuse(refusal)
        return _refused(pair.id, form, refusal.status)
    if drafts.saves_itself():
        return drafts.saved(version=kept_version)
    return see_other(_list_address(pair.id, done) if is_locked(state) else address)


@journal.get("/pairs/<pair>/journal/entries/<entry>")
@requires_on(policy.READ_ENTRY, entry_at)
def entry(found: EntryFound) -> Answer:
    if found.entry.under_id is not None:
        return see_other(url_for("journal.entry", pair=found.pair.id, entry=found.entry.under_id))
    return _entry_page(found)


@journal.post("/pairs/<pair>/journal/entries/<entry>/unlock")
@requires_on(policy.CHANGE_ENTRY, entry_at)
def unlock_entry(found: EntryFound) -> Answer:
    return unlock(
        found.pair, _unlock_address(found), url_for("journal.entry", pair=found.pair.id, entry=found.entry.id)
    )


@journal.post("/pairs/<pair>/journal/entries/<entry>/add")
@requires_on(policy.CHANGE_ENTRY, entry_at)
def add_to_entry(found: EntryFound) -> Answer:
    pair_id, entry_id, form = found.pair.id, found.entry.under_id or found.entry.id, AdditionForm()
    if not form.validate():
        return _entry_page(found, form), 422

    def add() -> str:
        service.add_to_entry(found.pair, found.entry, form.value())
        return url_for("journal.entry", pair=pair_id, entry=entry_id, done="added")

    try:
        with transaction():
            address = once(form, add)
    except Refusal as refusal:
        return _entry_page(_again(pair_id, entry_id), form, refusal.sentence), refusal.status
    return see_other(address)


@journal.get("/pairs/<pair>/journal/entries/<entry>/withdraw")
@requires_on(policy.CHANGE_ENTRY, entry_at)
def withdrawing_entry(found: EntryFound) -> Answer:
    """What erasing means, before it is asked for."""
    state = state_of_entry(found.pair, found.entry)
    if state is EntryState.WITHDRAWN:
        return see_other(_thread_address(found))
    if is_locked(state):
        return _password_page(found, then=_erasing_address(found))
    return page("journal/withdraw_entry.html", pair=found.pair, entry=found.entry, state=state)


@journal.post("/pairs/<pair>/journal/entries/<entry>/withdraw")
@requires_on(policy.CHANGE_ENTRY, entry_at)
def withdraw_entry(found: EntryFound) -> Answer:
    index = _list_address(found.pair.id, "erased")
    thread, before = _thread_address(found, done="withdrawn"), state_of_entry(found.pair, found.entry)
    try:
        with transaction():
            state = service.erase_entry(found.pair, found.entry.id, signed_in().unlocked_at)
            _stay_unlocked(before)
    except service.PrivateLocked as locked:
        return _password_page(found, then=_erasing_address(found)), locked.status
    return see_other(index if state is EntryState.ERASED else thread)


def _thread_address(found: EntryFound, done: str | None = None) -> str:
    return url_for("journal.entry", pair=found.pair.id, entry=found.entry.under_id or found.entry.id, done=done)


def _list_address(pair_id: str, done: str) -> str:
    return url_for("journal.index", pair=pair_id, done=done, _anchor="entries-title")


def _erasing_address(found: EntryFound) -> str:
    return url_for("journal.withdrawing_entry", pair=found.pair.id, entry=found.entry.id)


def _again(pair_id: str, entry_id: str) -> EntryFound:
    """As it is now. Erased meanwhile, it is answered like what is not there."""
    return entry_at(signed_in(), pair=pair_id, entry=entry_id) or abort(404)


def _stay_unlocked(state: EntryState) -> None:
    """An act on a private entry counts for the others; one on anything else does not, nor does looking."""
    if state is EntryState.PRIVATE and not is_locked(state):
        sessions.unlock()


def _password_page(found: EntryFound, *, then: str = "", kept: str = "") -> str:
    """`then`: where its writer was going. `kept`: what they were sending, sealed for them."""
    return password_page(found.pair, _unlock_address(found), then=then, kept=kept)


def _unlock_address(found: EntryFound) -> str:
    return url_for("journal.unlock_entry", pair=found.pair.id, entry=found.entry.id)


def _entry_page(found: EntryFound, sent: AdditionForm | None = None, refused: Sentence | None = None) -> str:
    if is_locked(state_of_entry(found.pair, found.entry)):
        return _password_page(found)
    seen = service.read_entry(found.pair, found.entry)
    if found.pair.may_write and may_rewrite(seen.state):
        return _writing_page(
            found.pair,
            EntryForm(formdata=None, key=seen.id, version=str(seen.version), text=seen.text or ""),
            seen.state,
            seen=seen,
        )
    may_add = seen.author_id == found.pair.me.id and seen.state is EntryState.SHARED and found.pair.may_share
    form = sent or AdditionForm(formdata=None)
    form.new_key()
    return page(
        "journal/entry.html",
        pair=found.pair,
        entry=seen,
        form=form if may_add else None,
        wrong=sent if sent is not None and sent.errors else None,
        refused=refused,
        unsent=sent.text.data if sent is not None and not may_add else None,
        done=done_sentence(DONE),
    )


def _writing_page(
    pair: MyPair,
    form: EntryForm,
    state: EntryState,
    *,
    seen: service.EntryView | None = None,
    kept: str | None = None,
) -> str:
    """`kept`: the text as it lies, beside a newer one that could not overwrite it."""
    return page(
        "journal/write_entry.html",
        pair=pair,
        form=form,
        state=state,
        seen=seen,
        kept=kept,
        done=done_sentence(DONE),
    )


def _refused(pair_id: str, form: EntryForm, status: int) -> Answer:
    """The form again. Where the lock of a private entry has fallen, the password is asked for first."""
    pair = my_pair(signed_in(), pair=pair_id)
    if pair is None:
        raise RuntimeError("a pair of one's own is gone")
    found = queries.find_entry(signed_in(), pair=pair_id, entry=form.key_sent() or "")
    if found is None or found.entry.author_id != pair.me.id:
        form.new_key()
        return drafts.refused(form, None, status, lambda kept: _writing_page(pair, form, EntryState.DRAFT, kept=kept))
    state = state_of_entry(pair, found.entry)
    if is_locked(state):
        sent = written()
        kept = sealed(sent, pair.me.id) if sent else ""
        return drafts.refused(form, None, status, lambda _: _password_page(found, kept=kept), hidden=True)
    seen = service.read_entry(pair, found.entry)
    return drafts.refused(
        form,
        seen,
        status,
        lambda kept: _writing_page(pair, form, state, seen=seen, kept=kept),
        final=not may_rewrite(state),
    )
