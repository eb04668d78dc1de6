"""Free entries: writing one, reading one, adding to it, erasing it."""

from flask import Response as FlaskResponse
from flask import abort, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.forms import RecheckForm
from portal.accounts.service import credentials, sessions
from portal.journal import policy, queries, service
from portal.journal.forms import AdditionForm, EntryForm
from portal.journal.queries import EntryFound, state_of_entry
from portal.journal.rules import EntryState, asks_for_password, may_rewrite
from portal.journal.views.blueprint import journal
from portal.journal.views.subjects import entry_at
from portal.kernel import drafts
from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, invalid, page, see_other
from portal.kernel.clock import now
from portal.kernel.form_keys import once
from portal.kernel.i18n import _l
from portal.kernel.identity import signed_in
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.transaction import transaction
from portal.pairs.policy import SEE_PAIR
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair

Answer = Response | FlaskResponse | str | tuple[str, int] | tuple[FlaskResponse, int]

DONE = {
    "saved": _l("Your note is saved. Only you can read it."),
    "shared": _l("Your note is shared. Your partner can read it."),
    "kept": _l("Your note is private, for good. Only you can read it."),
    "added": _l("What you added is here, with its date."),
    "withdrawn": _l("Your words are erased."),
    "erased": _l("Your note is erased. There is no trace of it here."),
}
LOCKED = _l(
    "This private note was saved from another page or device in the meantime, and nothing was done here for "
    "15 minutes. Open it in another tab, give your password there, then send this text again: both are shown then."
)
WAYS = {
    "share": (service.share_entry, "shared"),
    "keep": (service.keep_entry, "kept"),
}


@journal.get("/pairs/<pair>/journal/entries/new")
@requires_on(SEE_PAIR, my_pair)
def new_entry(pair: MyPair) -> Answer:
    if not pair.may_write:
        return see_other(url_for("journal.index", pair=pair.id))
    return _writing_page(pair, EntryForm(formdata=None), EntryState.DRAFT)


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
            entry = write(pair, form.key_sent() or "", text, version)
            entry_id, kept_version = entry.id, entry.version
    except Refusal as refusal:
        form.refuse(refusal)
        return _refused(pair.id, form, refusal.status)
    if drafts.saves_itself():
        return drafts.saved(kept_version)
    return see_other(url_for("journal.entry", pair=pair.id, entry=entry_id, done=done))


@journal.get("/pairs/<pair>/journal/entries/<entry>")
@requires_on(policy.READ_ENTRY, entry_at)
def entry(found: EntryFound) -> Answer:
    if found.entry.under_id is not None:
        return see_other(url_for("journal.entry", pair=found.pair.id, entry=found.entry.under_id))
    return _entry_page(found)


@journal.post("/pairs/<pair>/journal/entries/<entry>/unlock")
@requires_on(policy.CHANGE_ENTRY, entry_at)
def unlock_entry(found: EntryFound) -> Answer:
    """The right password is an act: for a quarter of an hour private entries open again in this browser."""
    pair, entry_id, form = found.pair, found.entry.id, RecheckForm()
    if not form.validate():
        return invalid("journal/unlock.html", pair=pair, entry_id=entry_id, form=form)
    try:
        credentials.recheck(pair.me.id, form.value())
    except Refusal as refusal:
        form.refuse(refusal)
        return invalid("journal/unlock.html", refusal.status, pair=pair, entry_id=entry_id, form=form)
    with transaction():
        sessions.record_act()
    return see_other(url_for("journal.entry", pair=pair.id, entry=entry_id))


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
    return page("journal/withdraw_entry.html", pair=found.pair, entry=found.entry, state=state)


@journal.post("/pairs/<pair>/journal/entries/<entry>/withdraw")
@requires_on(policy.CHANGE_ENTRY, entry_at)
def withdraw_entry(found: EntryFound) -> Answer:
    index = url_for("journal.index", pair=found.pair.id, done="erased", _anchor="entries-title")
    thread = _thread_address(found, done="withdrawn")
    with transaction():
        state = service.erase_entry(found.pair, found.entry.id)
    return see_other(index if state is EntryState.ERASED else thread)


def _thread_address(found: EntryFound, done: str | None = None) -> str:
    return url_for("journal.entry", pair=found.pair.id, entry=found.entry.under_id or found.entry.id, done=done)


def _again(pair_id: str, entry_id: str) -> EntryFound:
    """As it is now. Erased meanwhile, it is answered like what is not there."""
    return entry_at(signed_in(), pair=pair_id, entry=entry_id) or abort(404)


def _is_locked(state: EntryState) -> bool:
    """Whether the password is asked for first. Looking is no act, nor is what is refused."""
    return asks_for_password(state, signed_in().acted_at, now())


def _entry_page(found: EntryFound, sent: AdditionForm | None = None, refused: Sentence | None = None) -> str:
    if _is_locked(state_of_entry(found.pair, found.entry)):
        return page("journal/unlock.html", pair=found.pair, entry_id=found.entry.id, form=RecheckForm(formdata=None))
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
    locked: bool = False,
) -> str:
    """`kept`: the text as it lies, beside a newer one that could not overwrite it; or, where it is `locked`, none."""
    return page(
        "journal/write_entry.html",
        pair=pair,
        form=form,
        state=state,
        seen=seen,
        kept=kept,
        locked=locked,
        done=done_sentence(DONE),
    )


def _refused(pair_id: str, form: EntryForm, status: int) -> Answer:
    """A private text that was kept meanwhile asks for the password like on its own page."""
    pair = my_pair(signed_in(), pair=pair_id)
    if pair is None:
        raise RuntimeError("a pair of one's own is gone")
    found = queries.find_entry(signed_in(), pair=pair_id, entry=form.key_sent() or "")
    mine = found is not None and found.entry.author_id == pair.me.id
    seen = service.read_entry(pair, found.entry) if found is not None and mine else None
    state = seen.state if seen is not None else EntryState.DRAFT
    locked = seen is not None and form.version_read() != seen.version and _is_locked(state)
    if seen is None:
        form.new_key()
    if locked:
        form.text.errors = [LOCKED]

    def show(kept: str | None) -> str:
        return _writing_page(pair, form, state, seen=seen, kept=kept, locked=locked)

    return drafts.refused(form, seen, status, show, hidden=locked)
