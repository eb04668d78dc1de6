"""A draft as it would be published: whether it may be, and what that changes for whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.curriculum.queries.revisions import files_of, surroundings
from portal.curriculum.rules import CheckedModule, Files, ModuleSource, Surroundings, check_module
from portal.curriculum.service import PreparedModule, prepare
from portal.curriculum.service.preparing import content_sha256
from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal
from portal.studio.queries import releases
from portal.studio.queries.releases import ReleaseSeen
from portal.studio.rules import Draft, Titles, titles_of_lessons
from portal.studio.rules.checklist import Finding, findings
from portal.studio.rules.differing import FileDifference, differences
from portal.studio.rules.placeholders import without_placeholders
from portal.studio.rules.releasing import digest_of
from portal.studio.rules.touched import Touched, touched
from portal.studio.service.files import draft_files
from portal.studio.service.mending import Mend, mends_in


class DraftChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _l("The module changed after this page was made. Here is the checklist as it is now: look at it again.")
        )


class AlreadyPublished(Refusal):
    def __init__(self) -> None:
        super().__init__(_l("This is what is published already: there is nothing new to publish."))


class DraftBlocked(Refusal):
    def __init__(self) -> None:
        super().__init__(_l("Something still stands in the way: see the checklist."), status=422)


@dataclass(frozen=True, slots=True)
class Look:
    """`digest`: of what was looked at, so that nothing else is published."""

    files: Mapping[str, bytes]
    digest: str
    findings: tuple[Finding, ...]
    module: ModuleSource | None
    """None while something blocks it."""
    mends: tuple[Mend, ...]
    touched: Touched
    differences: tuple[FileDifference, ...]
    """From what is published now."""
    titles: Mapping[str, Titles]
    """Of its lessons and of those that are published now, by their slug."""
    is_first: bool
    """Whether it was never published before."""
    is_known: bool
    """Whether it is just what is published now."""

    @property
    def blockers(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.blocks)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if not one.blocks)


def check_draft(slug: str, files: Files, around: Surroundings) -> CheckedModule:
    """As any module is checked; and nothing of it may still be what a new lesson begins with."""
    return without_placeholders(check_module(slug, files, around), files)


def look_at(draft: Draft) -> Look:
    return look_at_files(draft.module_id, draft.slug, draft_files(draft.module_id))


def look_at_files(module_id: str, slug: str, files: Mapping[str, bytes]) -> Look:
    checked = check_draft(slug, files, surroundings(is_strict=True))
    current = releases.current_revision(module_id)
    before, module = files_of(current) if current else {}, checked.module
    shown = module.files if module else files
    is_in = releases.is_published(module_id)
    return Look(
        files=files,
        digest=digest_of(files),
        findings=findings(checked.problems),
        module=module,
        mends=tuple(mends_in(files)),
        touched=touched(before, shown, releases.begun_in(module_id), releases.open_pairs(), is_out=not is_in),
        differences=differences(before, shown),
        titles=titles_of_lessons(before) | titles_of_lessons(files),
        is_first=current is None,
        is_known=module is not None and releases.is_known(module_id, content_sha256(module)),
    )


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft that was looked at, and that nothing blocks: rendered, to be published as it is."""

    draft: Draft
    digest: str
    module: PreparedModule


def make_ready(draft: Draft, digest: str) -> Ready:
    """Outside of any transaction: it renders. Raises DraftChanged and DraftBlocked."""
    files = draft_files(draft.module_id)
    if digest_of(files) != digest:
        raise DraftChanged
    around = surroundings()
    module = check_draft(draft.slug, files, around).module
    if module is None:
        raise DraftBlocked
    (prepared,) = prepare([module], around.glossary)
    return Ready(draft, digest, prepared)


def look_at_release(release: ReleaseSeen) -> Look:
    """What waits, as it was when it was asked for."""
    return look_at_files(release.module_id, release.slug, releases.release_files(release.id))
