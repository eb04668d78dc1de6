"""Publishing one module, its revisions, and the files each was made of."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.curriculum import queries
from portal.curriculum.models import Module, Revision, RevisionPicture
from portal.curriculum.queries.revisions import RevisionLine, files_of, revisions_of, surroundings
from portal.curriculum.rules import Source, check_module
from portal.curriculum.service import Outcome, Published, Release, prepare, publish, read_tree, sync, unpublish
from portal.curriculum.service.preparing import PreparedModule
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.shipped import shipped
from tests.builders import Someone, person
from tests.curriculum.conftest import TakeIn
from tests.curriculum.lessons import ENGLISH, PIXEL, edit
from tests.curriculum.test_modules import FOLDER, files
from tests.curriculum.test_publishing import GLOSSARY, published, revisions
from tests.pairs.acting import at_once

pytestmark = pytest.mark.both_databases

OWN = "mien"


def release(
    app: Flask, of: Mapping[str, bytes], slug: str = OWN, source: Source = Source.STUDIO, **more: str
) -> Published:
    """Publish these files, as the studio does unless told otherwise."""
    with app.app_context():
        checked = check_module(slug, of, surroundings())
        assert checked.module is not None, checked.problems
        (prepared,) = prepare([checked.module], surroundings().glossary)
        with transaction():
            return publish(prepared, Release(source, **more))


def module_id(app: Flask, slug: str = OWN) -> str:
    with app.app_context():
        return db.session.scalars(select(Module.id).where(Module.slug == slug)).one()


def lines(app: Flask, slug: str = OWN) -> list[RevisionLine]:
    with app.app_context():
        return revisions_of(module_id(app, slug))


def kept(app: Flask, revision_id: str) -> dict[str, bytes]:
    with app.app_context():
        return files_of(revision_id)


def on_disk(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def thu(app: Flask, take_in: TakeIn) -> Someone:
    """Who publishes, where the three modules of the files are published."""
    take_in()
    return person(app, "Thu")


def test_every_module_that_ships_comes_out_as_it_went_in(app: Flask) -> None:
    with app.app_context():
        publication = sync(read_tree(shipped("lessons")))
        with transaction():
            publication.publish()
        newest = select(Module.slug, Revision.id).join(Revision, Revision.module_id == Module.id)
        found = {slug: files_of(revision_id) for slug, revision_id in db.session.execute(newest)}
    assert found == {slug: on_disk(shipped("lessons") / slug) for slug in found}
    assert "conversation" in found


def test_a_revision_keeps_its_files_whatever_comes_after_it(app: Flask, thu: Someone) -> None:
    sheet = b"# Ours.\r\n" + files()["module.toml"]
    shown = files(en=ENGLISH.replace("is a megaphone.", "is a ![megaphone](media/m.png).").replace("\n", "\r\n"))
    first = shown | {"module.toml": sheet, f"{FOLDER}/media/m.png": PIXEL}
    then = files(en=ENGLISH.replace("Follow one", "Follow another"))
    one, two = release(app, first, by_id=thu.id), release(app, then, by_id=thu.id)
    assert kept(app, one.revision_id) == first
    assert kept(app, two.revision_id) == then


def test_the_sheet_of_a_revision_that_was_made_before_is_written_anew(app: Flask, thu: Someone) -> None:
    source = files()["module.toml"]
    made = release(app, files(sheet=b"# Ours.\n" + source), by_id=thu.id)
    with app.app_context(), transaction():
        db.session.execute(update(Revision).values(sheet=None))
    assert kept(app, made.revision_id)["module.toml"] == source


def test_taking_in_fills_in_what_was_not_kept_and_makes_no_revision(app: Flask, root: Path, take_in: TakeIn) -> None:
    take_in()
    path = root / "conversation" / "module.toml"
    path.write_text("# Ours.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with app.app_context(), transaction():
        db.session.execute(update(Revision).values(sheet=None))
        db.session.query(RevisionPicture).delete()
    assert take_in()["conversation"] is Outcome.UNCHANGED
    (line,) = lines(app, "conversation")
    assert kept(app, line.id) == on_disk(root / "conversation")


def test_what_is_published_says_by_whom_and_what_for(app: Flask, thu: Someone) -> None:
    release(app, files(), by_id=thu.id, note="Begun.")
    release(app, files(en=ENGLISH.replace("Follow one", "Follow another")), by_id=thu.id)
    told = [(line.number, line.published_by, line.note, line.is_current) for line in lines(app)]
    assert told == [(2, "Thu", None, True), (1, "Thu", "Begun.", False)]
    assert [(line.number, line.published_by) for line in lines(app, "zoo")] == [(1, None)]
    assert OWN in published(app)


def test_the_same_content_is_no_new_revision(app: Flask, thu: Someone) -> None:
    first = release(app, files(), by_id=thu.id)
    again = release(app, files(), by_id=thu.id, note="Nothing.")
    assert (first.outcome, again.outcome) == (Outcome.PUBLISHED, Outcome.UNCHANGED)
    assert again.revision_id == first.revision_id
    assert [line.note for line in lines(app)] == [None]


def test_what_is_unpublished_leaves_the_catalogue_until_it_is_published_again(app: Flask, thu: Someone) -> None:
    release(app, files(), by_id=thu.id)
    with app.app_context(), transaction():
        unpublish(module_id(app))
        unpublish(module_id(app))
    assert OWN not in published(app)
    assert release(app, files(), by_id=thu.id).outcome is Outcome.RESTORED
    assert OWN in published(app)
    assert revisions(app, OWN) == [(1, True)]


def test_taking_in_sets_right_under_which_names_the_newest_shows_its_pictures(app: Flask, take_in: TakeIn) -> None:
    take_in()
    shown = select(RevisionPicture.name)
    with app.app_context(), transaction():
        (right,) = db.session.scalars(shown)
        db.session.execute(update(RevisionPicture).values(name="media/another.png"))
    take_in()
    with app.app_context():
        assert db.session.scalars(shown).all() == [right]


def test_two_modules_that_share_a_text_are_published_at_once(app: Flask, thu: Someone) -> None:
    """Neither found it kept when it was made ready."""
    with app.app_context():
        own = files(en=ENGLISH.replace("megaphone", "loudspeaker"))
        modules = [check_module(slug, own, surroundings()).module for slug in ("mien", "tien")]
        prepared = prepare([module for module in modules if module], surroundings().glossary)

    def put_out(module: PreparedModule) -> Outcome:
        with app.app_context(), transaction():
            return publish(module, Release(Source.STUDIO)).outcome

    assert at_once(*(partial(put_out, module) for module in prepared)) == [Outcome.PUBLISHED] * 2


def test_a_slug_has_one_source(app: Flask, thu: Someone) -> None:
    with pytest.raises(Refusal, match=r"“conversation”|« conversation »"):
        release(app, files(), "conversation", by_id=thu.id)
    assert revisions(app, "conversation") == [(1, True)]


def test_taking_in_leaves_what_the_studio_made(app: Flask, root: Path, take_in: TakeIn, thu: Someone) -> None:
    release(app, files(), by_id=thu.id)
    assert OWN not in take_in()
    assert OWN in published(app)
    (root / "amont").rename(root / OWN)
    tree = read_tree(root)
    with app.app_context():
        publication = sync(tree)
        with transaction():
            outcomes = publication.publish()
    ((path, problem),) = tree.problems
    assert path == root / OWN / "module.toml"
    assert str(problem.sentence).startswith(f"“{OWN}” names a folder of files and a module made in the studio")
    assert (OWN in outcomes, outcomes["amont"]) == (False, Outcome.ARCHIVED)
    assert revisions(app, OWN) == [(1, True)]


def test_a_module_without_a_revision_is_nowhere(app: Flask, take_in: TakeIn) -> None:
    with app.app_context(), transaction():
        db.session.add(Module(slug=OWN, source=Source.STUDIO, created_at=now()))
    assert OWN not in take_in()
    assert published(app) == ["zoo", "conversation", "amont"]
    assert app.test_client().get(f"/lessons/{OWN}").status_code == 404
    with app.app_context():
        assert OWN not in surroundings().requires


def test_a_module_is_checked_against_all_that_were_published(app: Flask, root: Path, take_in: TakeIn) -> None:
    (root / "glossary.toml").write_text(
        f"[zebra]\nen = ['zebra']\nfr = ['zèbre']\nmeaning.en = 'A'\nmeaning.fr = 'B'\n{GLOSSARY}everyday = true\n"
    )
    take_in()
    with app.app_context():
        found = surroundings(is_strict=True)
        assert found.requires == {"zoo": (), "conversation": ("zoo",), "amont": ("zoo", "any:culture")}
        assert found.glossary == read_tree(root).glossary
        assert [term.slug for term in found.glossary] == ["zebra", "thread"]


def test_a_picture_is_served_while_some_revision_shows_it(app: Flask, root: Path, take_in: TakeIn) -> None:
    take_in()
    with app.app_context():
        sha256 = db.session.scalars(select(RevisionPicture.sha256)).one()
    assert app.test_client().get(f"/pictures/{sha256}").data == PIXEL
    edit(root / "conversation" / "01-premiere" / "en.md", "![megaphone](media/megaphone.png)", "megaphone")
    take_in()
    assert app.test_client().get(f"/pictures/{sha256}").status_code == 200
    with app.app_context(), transaction():
        db.session.query(RevisionPicture).delete()
    assert app.test_client().get(f"/pictures/{sha256}").status_code == 404
    with app.app_context():
        assert queries.picture(None, sha256="0" * 64) is None
