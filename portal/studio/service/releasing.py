"""Publishing a draft: at once, at a moment, or once another has approved it. What was looked at is what goes out."""

from datetime import datetime

from portal.curriculum.models import Picture
from portal.curriculum.queries.revisions import surroundings
from portal.curriculum.rules import Files, Source, media_type
from portal.curriculum.service import Outcome, PreparedModule, Published, Release, prepare, publish
from portal.curriculum.service.preparing import sha256_of
from portal.kernel import outbox
from portal.kernel.clock import now
from portal.kernel.database import db, insert_if_new, new_id
from portal.kernel.i18n import _l
from portal.kernel.outbox import Job
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.studio.models import DraftRelease
from portal.studio.queries import releases
from portal.studio.queries.orphans import has_author
from portal.studio.queries.releases import ReleaseSeen, held_release, state_of_release
from portal.studio.rules import Act
from portal.studio.rules.releasing import OPEN, ReleaseState, digest_of, refuse_own, refuse_unless
from portal.studio.service.files import draft_files
from portal.studio.service.holding import hold, note
from portal.studio.service.looking import AlreadyPublished, DraftChanged, Ready, check_draft

DUE = "studio.release"
FAILED_MAIL = "studio.release_failed"
SENT_BACK_MAIL = "studio.sent_back"


def publish_now(ready: Ready, person_id: str, words: str) -> Published:
    """Whoever else publishes the same meanwhile makes the same revision. Raises DraftChanged.

    What is published already is said to be so; AlreadyPublished where that would lose words.
    """
    held = hold(ready.draft.module_id)
    refuse_planned(ready.draft.module_id)
    if digest_of(draft_files(held.module_id)) != ready.digest:
        raise DraftChanged
    published = publish(ready.module, Release(Source.STUDIO, person_id, words or None))
    if published.outcome is not Outcome.UNCHANGED:
        note(held, person_id, Act.PUBLISHED)
    elif words:
        raise AlreadyPublished
    return published


def ask(ready: Ready, person_id: str, words: str, due_at: datetime | None, *, is_reviewed: bool) -> str:
    """Freeze the draft, to be published at `due_at`, or as soon as it may be. Raises DraftChanged, AlreadyPublished."""
    held = hold(ready.draft.module_id)
    refuse_planned(held.module_id)
    files = draft_files(held.module_id)
    if digest_of(files) != ready.digest:
        raise DraftChanged
    if releases.is_known(held.module_id, ready.module.content_sha256):
        raise AlreadyPublished
    row = _frozen(held.module_id, files)
    row.asked_by_id, row.note, row.due_at, row.is_reviewed = person_id, words, due_at, is_reviewed
    db.session.add(row)
    db.session.flush()
    if not is_reviewed:
        _put(row)
    note(held, person_id, Act.PLANNED)
    return row.id


def approve(release: ReleaseSeen, person_id: str) -> None:
    """By another instructor than the one who asked. It goes out at its time, or at once where that is past."""
    hold(release.module_id)
    row = held_release(release.id)
    if row.approved_at is not None and row.reviewed_by_id == person_id:  # pressed again
        return
    refuse_own(row.asked_by_id, person_id)
    refuse_unless(state_of_release(row), ReleaseState.REVIEW)
    row.approved_at, row.reviewed_by_id = now(), person_id
    _put(row)


def send_back(release: ReleaseSeen, person_id: str, reason: str) -> None:
    """With the sentence that says why, for its authors."""
    hold(release.module_id)
    row = held_release(release.id)
    if row.sent_back_at is not None and (row.reviewed_by_id, row.reason) == (person_id, reason):  # pressed again
        return
    refuse_own(row.asked_by_id, person_id)
    refuse_unless(state_of_release(row), ReleaseState.REVIEW)
    row.sent_back_at, row.reviewed_by_id, row.reason = now(), person_id, reason
    _tell_authors(SENT_BACK_MAIL, row)


def cancel(release: ReleaseSeen, person_id: str) -> None:
    """By an author. Pressed again, it changes nothing."""
    held, row = hold(release.module_id), held_release(release.id)
    if row.cancelled_at is None:
        refuse_unless(state_of_release(row), *OPEN)
        row.cancelled_at = now()
        note(held, person_id, Act.CANCELLED)


def try_again(release: ReleaseSeen) -> None:
    """At once, after it was given up. Pressed again, it changes nothing."""
    hold(release.module_id)
    row = held_release(release.id)
    refuse_unless(state_of_release(row), ReleaseState.PLANNED, ReleaseState.PUBLISHED)
    if row.published_at is None and not outbox.is_open(_key(row.id)):
        outbox.put_again(DUE, _key(row.id), ids={"release": row.id})


def is_given_up(release: ReleaseSeen | None) -> bool:
    """Whether it waits for what is not tried any more."""
    return release is not None and release.state is ReleaseState.PLANNED and not outbox.is_open(_key(release.id))


def refuse_planned(module_id: str) -> None:
    """One at a time: what is planned would else go out over what is newer."""
    latest = releases.latest_release(module_id)
    if latest is not None and latest.state in OPEN:
        raise Refusal(_l("A release of this module waits already. Cancel it first."))


def carry_out(job: Job) -> None:
    """When its time has come. Done twice, it publishes once: what it does and that it is done are one transaction."""
    release_id = job.ids["release"]
    row = db.session.get(DraftRelease, release_id)
    if row is None or state_of_release(row) is not ReleaseState.PLANNED:
        return
    prepared = _prepared(release_id)
    with transaction(is_act=False):
        _publish_due(release_id, prepared)


def _publish_due(release_id: str, prepared: PreparedModule | None) -> None:
    module_id = db.session.get_one(DraftRelease, release_id).module_id
    held, row = hold(module_id), held_release(release_id)
    if state_of_release(row) is not ReleaseState.PLANNED:
        return
    if prepared is None:
        row.failed_at = now()
        _tell_authors(FAILED_MAIL, row)
        return
    published = publish(prepared, Release(Source.STUDIO, row.asked_by_id, row.note or None))
    row.published_at, row.revision_id = now(), published.revision_id
    if published.outcome is not Outcome.UNCHANGED:
        note(held, row.asked_by_id, Act.PUBLISHED)


def _prepared(release_id: str) -> PreparedModule | None:
    """Checked again: what it leans on may be gone since. None where something blocks it, or nobody may ask for it."""
    around, seen = surroundings(), db.session.get_one(DraftRelease, release_id)
    if not has_author(seen.module_id):
        return None
    slug = releases.slug_of(seen.module_id)
    module = check_draft(slug, releases.release_files(release_id), around).module
    return prepare([module], around.glossary)[0] if module is not None else None


def _put(row: DraftRelease) -> None:
    outbox.put(DUE, _key(row.id), ids={"release": row.id}, due=max(row.due_at or now(), now()))


def _key(release_id: str) -> str:
    return f"{DUE}:{release_id}"


def _tell_authors(kind: str, row: DraftRelease) -> None:
    for person_id in releases.author_ids(row.module_id):
        outbox.put(kind, f"{kind}:{row.id}:{person_id}", recipient_id=person_id, ids={"module": row.module_id})


def _frozen(module_id: str, files: Files) -> DraftRelease:
    """Its words as they are, its pictures by their hashes."""
    texts = {path: content.decode() for path, content in files.items() if path.endswith((".md", ".toml"))}
    pictures = {path: sha256_of(content) for path, content in files.items() if path not in texts}
    for path, sha256 in pictures.items():
        insert_if_new(db.session(), Picture, sha256=sha256, media_type=media_type(files[path]), content=files[path])
    return DraftRelease(id=new_id(), module_id=module_id, asked_at=now(), texts=texts, pictures=pictures)
