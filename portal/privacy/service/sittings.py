"""The self-assessment that somebody sat, in words: what they chose, and what their own pages say that it came to."""

from collections.abc import Iterator, Mapping

from portal.assessment import service as assessment
from portal.assessment.rules import BANDS, SURE, Given, StrandResult
from portal.assessment.service import Reckoning, Sat
from portal.kernel.i18n import _, current_language
from portal.kernel.identity import Actor
from portal.privacy.rules.labels import VALUES
from portal.privacy.rules.taken import AnswerTaken, LevelTaken, SittingTaken


def take_sittings(actor: Actor) -> tuple[SittingTaken, ...]:
    """Whole, also of one that is not finished. The reasons are told when the pages tell them: after the second."""
    sittings = assessment.read(actor.id)
    reckoned = assessment.reckon(sittings)
    found = [sat for sat in (sittings.before, sittings.after) if sat is not None]
    return tuple(
        SittingTaken(
            kind=sat.kind,
            begun_at=sat.begun_at,
            finished_at=sat.finished_at,
            answers=tuple(_answers(sat, reckoned, with_reasons=bool(reckoned.after))),
            levels=tuple(_level(result, reckoned) for result in reckoned.of(sat.kind)),
        )
        for sat in found
    )


def _answers(sat: Sat, reckoned: Reckoning, *, with_reasons: bool) -> Iterator[AnswerTaken]:
    language, given = current_language(), sat.given
    for situation in reckoned.assessment.situations:
        chosen = given.get(situation.key, Given())
        for option in situation.options:
            if option.key == chosen.option:
                reason = option.reasons[language] if with_reasons else ""
                sure = str(SURE[chosen.confidence])
                yield AnswerTaken(situation.texts[language], option.texts[language], sure, reason)


def _level(result: StrandResult, reckoned: Reckoning) -> LevelTaken:
    names: Mapping[str, str] = {one.key: one.names[current_language()] for one in reckoned.assessment.dimensions}
    return LevelTaken(
        strand=str(VALUES[result.strand]),
        level=str(BANDS[result.band]) if result.is_scored else _("no level"),
        points=result.points,
        sure_percent=result.sure_percent,
        right_percent=result.right_percent,
        dimensions={names[one.key]: one.points for one in result.dimensions},
    )
