"""A small self-assessment, and people who sit it: two situations in each of two dimensions a strand."""

from collections.abc import Mapping

from flask import Flask

from portal.assessment import service
from portal.assessment.rules import Given, SittingKind
from portal.curriculum.models import CompanionFile
from portal.curriculum.rules import Assessment, Companion, Strand, read_assessment
from portal.kernel.database import db
from portal.kernel.transaction import transaction

STRANDS = {"cu": Strand.CULTURE, "st": Strand.STRATEGY, "to": Strand.TOGETHER}
WORTHS = (3, 2, 1, 0)
BEST, WORST = "a", "d"
SURE, HESITANT = 3, 1

DIMENSION = """
[[dimension]]
key = "{strand}-{number}"
strand = "{strand}"
fr = "Dimension {strand} {number}"
en = "Dimension {strand} {number}"
"""

SITUATION = """
[[situation]]
key = "{key}"
dimension = "{dimension}"
lesson = "conversation/premiere"
fr = "Situation {key}, que faites-vous?"
en = "Situation {key}: what do you do?"
"""

OPTION = """
[[situation.option]]
worth = {worth}
fr = {{ text = "Geste {key} {worth}", reason = "Raison {key} {worth}" }}
en = {{ text = "Act {key} {worth}", reason = "Reason {key} {worth}" }}
"""


def source(dimensions: int = 2) -> str:
    """So many dimensions a strand: `culture-1`, with the situations `cu01` and `cu02`, and so on."""
    text = ""
    situations = ""
    for short, strand in STRANDS.items():
        for number in range(1, dimensions + 1):
            text += DIMENSION.format(strand=strand, number=number)
            for place in (2 * number - 1, 2 * number):
                key = f"{short}{place:02}"
                situations += SITUATION.format(key=key, dimension=f"{strand}-{number}")
                situations += "".join(OPTION.format(key=key, worth=worth) for worth in WORTHS)
    return text + situations


def asked(dimensions: int = 2) -> Assessment:
    found, problems = read_assessment(source(dimensions))
    assert [str(problem.sentence) for problem in problems] == []
    return found


def ask(app: Flask, text: str | None = None) -> None:
    """From now on this is the self-assessment of the portal."""
    with app.app_context(), transaction():
        db.session.merge(CompanionFile(name=Companion.ASSESSMENT, source=source() if text is None else text))


def all_given(option: str = BEST, confidence: int = SURE, **others: Given) -> Mapping[str, Given]:
    """The same answer everywhere, but for `others`."""
    return {one.key: Given(option, confidence) for one in asked().situations} | others


def sit(app: Flask, person_id: str, kind: SittingKind, given: Mapping[str, Given], *, finish: bool = True) -> None:
    with app.test_request_context(method="POST"):
        with transaction():
            service.save(person_id, kind, given, 0)
        if finish:
            sat = service.read(person_id).of(kind)
            with transaction():
                service.finish(person_id, kind, sat.version if sat else 0)
