"""The revisions of a module: what each changed, put back into the draft; and taking the module out of the catalogue."""

from dataclasses import dataclass

from flask import request, url_for

from portal.curriculum.queries.revisions import RevisionLine, files_of, revisions_of
from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page, see_other
from portal.kernel.i18n import _l
from portal.kernel.identity import Actor, signed_in
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.transaction import transaction
from portal.studio import queries, service
from portal.studio.policy import WRITE_MODULE
from portal.studio.queries import releases
from portal.studio.rules import Draft, titles_of_lessons
from portal.studio.rules.differing import differences
from portal.studio.rules.touched import touched
from portal.studio.views.blueprint import Answer, bp

DONE = {
    "published": _l("Published. Pairs that began a lesson keep what they began, and are offered the new version."),
    "known": _l("This was published already: no new version was made."),
    "unpublished": _l("The module has left the catalogue. Pairs keep what they began."),
}


@dataclass(frozen=True, slots=True)
class RevisionAt:
    """A revision of a draft that one writes, and the one that it is compared with: None for the first."""

    draft: Draft
    line: RevisionLine
    other: RevisionLine | None
    all: tuple[RevisionLine, ...]


def _revision(actor: Actor, *, module: str, number: str) -> RevisionAt | None:
    draft = queries.my_draft(actor, module=module)
    lines = {str(line.number): line for line in revisions_of(draft.module_id)} if draft else {}
    if draft is None or number not in lines:
        return None
    line = lines[number]
    other = lines.get(request.args.get("with", str(line.number - 1)))
    return RevisionAt(draft, line, other, tuple(lines.values()))


@bp.get("/studio/modules/<module>/revisions")
@requires_on(WRITE_MODULE, queries.my_draft)
def revisions(draft: Draft) -> str:
    return _list_page(draft)


@bp.get("/studio/modules/<module>/revisions/<number>")
@requires_on(WRITE_MODULE, _revision)
def revision(at: RevisionAt) -> str:
    before, after = files_of(at.other.id) if at.other else {}, files_of(at.line.id)
    titles = titles_of_lessons(before) | titles_of_lessons(after)
    return page("studio/revision.html", draft=at.draft, at=at, changes=differences(before, after), titles=titles)


@bp.post("/studio/modules/<module>/revisions/<number>/put-back")
@requires_on(WRITE_MODULE, _revision)
def put_revision_back(at: RevisionAt) -> Answer:
    files = files_of(at.line.id)
    with transaction():
        service.put_revision_back(at.draft, signed_in().id, files)
    return see_other(url_for("studio.module", module=at.draft.slug, done="revision"))


@bp.get("/studio/modules/<module>/unpublish")
@requires_on(WRITE_MODULE, queries.my_draft)
def unpublishing(draft: Draft) -> str:
    """Who is touched, before it is asked for."""
    current = releases.current_revision(draft.module_id)
    before = files_of(current) if current else {}
    leaving = touched(before, {}, releases.begun_in(draft.module_id), releases.open_pairs())
    return page("studio/unpublish.html", draft=draft, touched=leaving, titles=titles_of_lessons(before))


@bp.post("/studio/modules/<module>/unpublish")
@requires_on(WRITE_MODULE, queries.my_draft)
def unpublish(draft: Draft) -> Answer:
    try:
        with transaction():
            service.unpublish_module(draft, signed_in().id)
    except Refusal as refusal:
        return _list_page(draft, refusal.sentence), refusal.status
    return see_other(url_for("studio.revisions", module=draft.slug, done="unpublished"))


def _list_page(draft: Draft, refused: Sentence | None = None) -> str:
    return page(
        "studio/revisions.html",
        draft=draft,
        revisions=revisions_of(draft.module_id),
        is_published=releases.is_published(draft.module_id),
        refused=refused,
        done=done_sentence(DONE),
    )
