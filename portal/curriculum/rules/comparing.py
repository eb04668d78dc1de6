"""The two languages of a lesson are the same lesson."""

from collections.abc import Iterator

from portal.curriculum.rules.values import LessonText, Problem, Step
from portal.kernel.i18n import _l


def differences(french: LessonText, english: LessonText) -> list[Problem]:
    """Where the English document departs from the French one."""
    return list(_differences(french, english))


def _differences(french: LessonText, english: LessonText) -> Iterator[Problem]:
    keys, others = [s.key for s in french.steps], [s.key for s in english.steps]
    if keys != others:
        yield Problem(
            1,
            _l(
                "The steps are not those of the other language: %(mine)s here, %(other)s in French.",
                mine=", ".join(others),
                other=", ".join(keys),
            ),
        )
        return
    if french.minutes != english.minutes:
        yield Problem(1, _l("“minutes” is not the same in the two languages."))
    for mine, other in zip(english.steps, french.steps, strict=True):
        yield from _question_differences(mine, other)


def _question_differences(mine: Step, other: Step) -> Iterator[Problem]:
    if len(mine.questions) != len(other.questions):
        yield Problem(1, _l("“%(step)s” does not have as many questions as in French.", step=mine.key))
        return
    for number, (here, there) in enumerate(zip(mine.questions, other.questions, strict=True), start=1):
        if [option.right for option in here.options] != [option.right for option in there.options]:
            yield Problem(
                1,
                _l(
                    "Question %(number)s of “%(step)s” does not have the same options, or right answer, as in French.",
                    number=number,
                    step=mine.key,
                ),
            )
