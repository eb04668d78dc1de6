"""Taking in a folder of modules, with what goes with them."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from portal.curriculum.models import CompanionFile, GlossaryTerm, Module, Revision
from portal.curriculum.queries.revisions import files_of, surroundings
from portal.curriculum.rules import SHEET, Companion, Glossary, ModuleSource, Source, Surroundings, check_module
from portal.curriculum.service.preparing import PreparedModule, prepare
from portal.curriculum.service.publishing import Outcome, Release, publish, show_anew, two_sources
from portal.curriculum.service.tree import Tree
from portal.kernel.clock import now
from portal.kernel.database import db

_OF_THE_STUDIO = select(Module.slug).where(Module.source == Source.STUDIO)
_PUBLISHED_THERE = (
    select(Module.slug, Revision.id)
    .join(Revision, Revision.module_id == Module.id)
    .where(Module.source == Source.STUDIO, Revision.superseded_at.is_(None))
)


def sync(tree: Tree) -> "Publication":
    """Prepare what the tree holds; the publication's `publish()` belongs inside a transaction.

    A folder that has the name of a module of the studio is a problem of the tree, and that module stays as it is.
    """
    _refuse_those_of_the_studio(tree)
    studio = list(_published_in_the_studio(tree.glossary))
    return Publication(prepare(tree.modules, tree.glossary), prepare(studio, tree.glossary), tree)


class Publication:
    """Modules that are ready to be published together; and those of the studio, which the glossary explains anew."""

    def __init__(self, modules: Sequence[PreparedModule], studio: Sequence[PreparedModule], tree: Tree) -> None:
        self._modules = modules
        self._studio = studio
        self._glossary = tree.glossary
        self._companions = tree.companions
        self._present = sorted(tree.slugs)

    def publish(self) -> dict[str, Outcome]:
        """What became of each module. One that has no folder any more is archived; pairs keep it."""
        if self._present:
            _publish_glossary(self._glossary)
            _publish_companions(self._companions)
            for module in self._studio:
                show_anew(module)
        release = Release(Source.FILES)
        outcomes = {module.source.slug: publish(module, release).outcome for module in self._modules}
        return outcomes | dict.fromkeys(self._archive_others(), Outcome.ARCHIVED)

    def _archive_others(self) -> list[str]:
        if not self._present:  # no module at all: it was the wrong folder
            return []
        gone = select(Module).where(
            Module.source == Source.FILES, Module.slug.not_in(self._present), Module.archived_at.is_(None)
        )
        others = db.session.scalars(gone).all()
        for module in others:
            module.archived_at = now()
        return [module.slug for module in others]


def _refuse_those_of_the_studio(tree: Tree) -> None:
    taken = set(db.session.scalars(_OF_THE_STUDIO))
    for slug in sorted(tree.slugs & taken):
        tree.add(tree.root / slug / SHEET, two_sources(slug))
    tree.modules = [module for module in tree.modules if module.slug not in taken]


def _published_in_the_studio(glossary: Glossary) -> Iterator[ModuleSource]:
    """As each was published last. One that is not right any more stays as it was rendered then."""
    around = Surroundings(surroundings().requires, glossary)
    for slug, revision_id in db.session.execute(_PUBLISHED_THERE).all():
        module = check_module(slug, files_of(revision_id), around).module
        if module is not None:
            yield module


def _publish_glossary(glossary: Glossary) -> None:
    """The terms as they are now, and no others."""
    kept = {row.slug: row for row in db.session.scalars(select(GlossaryTerm))}
    for slug in kept.keys() - {term.slug for term in glossary}:
        db.session.delete(kept[slug])
    for position, term in enumerate(glossary):
        row = kept.get(term.slug) or GlossaryTerm(slug=term.slug)
        row.position, row.is_everyday = position, term.is_everyday
        row.names = {language: list(names) for language, names in term.names.items()}
        row.meanings, row.avoided = dict(term.meaning), list(term.avoid)
        db.session.add(row)


def _publish_companions(companions: Mapping[Companion, str | None]) -> None:
    """The files as they are now. One that is wrong stays as it was; one that is gone is no more."""
    kept = {row.name: row for row in db.session.scalars(select(CompanionFile))}
    for name in kept.keys() - companions.keys():
        db.session.delete(kept[name])
    for companion, source in companions.items():
        if source is not None:
            row = kept.get(companion) or CompanionFile(name=companion)
            row.source = source
            db.session.add(row)
