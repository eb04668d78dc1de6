"""The two languages of a lesson are the same lesson."""

from collections.abc import Iterator, Mapping

from portal.curriculum.rules.values import LessonText, Problem, Step, step_name
from portal.kernel.i18n import LazySentence, _l
from portal.kernel.refusal import Sentence


def differences(french: LessonText, english: LessonText, lines: Mapping[str, int]) -> list[Problem]:
    """Where the English document departs from the French one. `lines` says where its parts stand."""
    keys, others = [s.key for s in english.steps], [s.key for s in french.steps]
    if keys != others:
        return [_other_steps(keys, others, lines)]
    return [*_other_minutes(french, english, lines), *_other_questions(french, english, lines)]


def _other_steps(keys: list[str], others: list[str], lines: Mapping[str, int]) -> Problem:
    strange = next((key for key, other in zip(keys, others, strict=False) if key != other), keys[-1])
    return Problem(
        lines.get(strange, 1),
        _l(
            "The steps are not those of the other language: “%(mine)s” here, “%(other)s” in French.",
            mine=_named(*keys),
            other=_named(*others),
        ),
    )


def _named(*keys: str) -> Sentence:
    """Steps, in the words of who reads the sentence."""
    return LazySentence(lambda: ", ".join(map(step_name, keys)))


def _other_minutes(french: LessonText, english: LessonText, lines: Mapping[str, int]) -> Iterator[Problem]:
    if french.minutes and english.minutes and french.minutes != english.minutes:
        yield Problem(lines.get("minutes", 1), _l("“minutes” is not the same in the two languages."))


def _other_questions(french: LessonText, english: LessonText, lines: Mapping[str, int]) -> Iterator[Problem]:
    for mine, other in zip(english.steps, french.steps, strict=True):
        if len(mine.questions) != len(other.questions):
            sentence = _l("“%(step)s” does not have as many questions as in French.", step=_named(mine.key))
            yield Problem(lines.get(mine.key, 1), sentence)
        else:
            yield from _other_options(mine, other, lines)


def _other_options(mine: Step, other: Step, lines: Mapping[str, int]) -> Iterator[Problem]:
    for number, (here, there) in enumerate(zip(mine.questions, other.questions, strict=True), start=1):
        if [option.right for option in here.options] != [option.right for option in there.options]:
            sentence = _l(
                "Question %(number)s of “%(step)s” does not have the same options, or right answer, as in French.",
                number=number,
                step=_named(mine.key),
            )
            yield Problem(lines.get(f"{mine.key}-{number}", 1), sentence)
