"""A pair with two small lessons to learn from."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.curriculum.service import read_tree, sync
from portal.kernel.database import new_id
from portal.kernel.transaction import transaction
from tests import builders
from tests.builders import TwoPeople

SHEET = """
strand = "{strand}"
position = {position}
[fr]
title = "Module {slug}"
summary = "Pour essayer."
outcome = "On sait."
[en]
title = "Module {slug}"
summary = "To try."
outcome = "One knows."
"""

ENGLISH = """---
title: {title}
minutes: 8
objective: Tell one from the other.
---

## Read: Two ways
Plain words.

## Try: One thread
Follow it.

## Check
**What comes first?**

- [ ] Answer.
  > Not before you have read.
- [x] Read.
  > Yes: you heard first.

**And then?**

- [x] Answer.
  > Yes.
- [ ] Delete.
  > No.

## Talk
### I guide
- What did I see?
### I learn
- What did I assume?

## Reflect
### I guide
PROMPT OF WHO GUIDES
### I learn
PROMPT OF WHO LEARNS
### What I heard
For you…
"""

FRENCH = ENGLISH
for _english, _french in {
    "## Read: Two ways": "## Lire : Deux sens",
    "## Try: One thread": "## Essayer : Un fil",
    "## Check": "## Vérifier",
    "## Talk": "## Échanger",
    "## Reflect": "## Réfléchir",
    "### I guide": "### Je guide",
    "### I learn": "### J’apprends",
    "### What I heard": "### Ce que j’ai entendu",
}.items():
    FRENCH = FRENCH.replace(_english, _french)

AGENDA = """
[[agenda]]
lessons = [{lessons}]
cards = []
guide = "{guide}"
"""
AGENDA_TEXT = """[agenda.{language}]
title = "{title}"
before = "{before}"
after = "{after}"
[[agenda.{language}.part]]
minutes = 5
text = "Arrive."
[[agenda.{language}.part]]
minutes = 55
text = "<b>Talk</b> and try."
"""

LESSON = "/pairs/{pair}/lessons/conversation/premiere"


def write_lessons(folder: Path) -> None:
    """`amorcer/ouverture` (together), `conversation/premiere` and `conversation/deuxieme` (culture)."""
    for slug, strand, position, lessons in (
        ("amorcer", "together", 1, ["ouverture"]),
        ("conversation", "culture", 2, ["premiere", "deuxieme"]),
    ):
        module = folder / slug
        module.mkdir(parents=True)
        (module / "module.toml").write_text(SHEET.format(strand=strand, position=position, slug=slug))
        for number, lesson in enumerate(lessons, start=1):
            place = module / f"{number:02}-{lesson}"
            place.mkdir()
            (place / "en.md").write_text(ENGLISH.replace("{title}", lesson))
            (place / "fr.md").write_text(FRENCH.replace("{title}", lesson))
    write_agendas(folder)


def write_agendas(folder: Path) -> None:
    """Three: nobody guides the first, whoever guides culture the second, whoever guides strategy the third."""
    listed = ""
    for title, guide, lessons in (
        ("To meet", "together", '"amorcer/ouverture"'),
        ("To talk", "culture", '"conversation/deuxieme", "conversation/premiere"'),
        ("To plan", "strategy", '"conversation/premiere"'),
    ):
        texts = (
            AGENDA_TEXT.format(language=language, title=title, before=f"Before {title}.", after=f"After {title}.")
            for language in ("fr", "en")
        )
        listed += AGENDA.format(lessons=lessons, guide=guide) + "".join(texts)
    (folder / "agendas.toml").write_text(listed)


def take_in(app: Flask, folder: Path) -> None:
    tree = read_tree(folder)
    assert not [(path, problem.line, str(problem.sentence)) for path, problem in tree.problems]
    with app.app_context():
        publication = sync(tree)
        with transaction():
            publication.publish()


@dataclass(frozen=True)
class Two:
    """Two people who learn together, each in a browser of their own."""

    pair: TwoPeople
    me: FlaskClient
    you: FlaskClient

    @property
    def lesson(self) -> str:
        return LESSON.format(pair=self.pair.id)

    def act(self, who: FlaskClient, path: str, **fields: str) -> TestResponse:
        return builders.post(who, f"{self.lesson}{path}", **{"key": new_id()} | fields)


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    folder = tmp_path / "lessons"
    write_lessons(folder)
    return folder


@pytest.fixture
def two(app: Flask, lessons: Path) -> Two:
    take_in(app, lessons)
    first, second = builders.person(app, "Maïté", language="en"), builders.person(app, "Ibrahim", language="en")
    pair = builders.pair(app, first, second)
    return Two(pair, builders.sign_in(app, first), builders.sign_in(app, second))


def settle_roles(app: Flask, two: Two) -> None:
    """Ibrahim guides culture, Maïté strategy."""
    builders.post(two.me, f"/pairs/{two.pair.id}/roles", culture_guide=two.pair.second.id)
    builders.post(two.you, f"/pairs/{two.pair.id}/roles", culture_guide=two.pair.second.id)
