"""Sitting the self-assessment in a browser, with the situations that ship with the portal."""

from collections.abc import Callable

from portal.curriculum.rules import Assessment, Situation, read_assessment
from portal.shipped import shipped
from tests.browser.people import Someone

Choice = Callable[[Situation], tuple[int, int]]
"""What an answer is worth, and how sure of it, 1 to 3."""


def shipped_assessment() -> Assessment:
    found, problems = read_assessment((shipped("lessons") / "self-assessment.toml").read_text())
    assert problems == []
    return found


def sits(who: Someone, choice: Choice, *, leaves_after: int | None = None) -> None:
    """From the page of the self-assessment to the results; gone and back once, where `leaves_after` says a page."""
    asked = shipped_assessment()
    who.goes_to("/self-assessment")
    who.follows("Begin", inside="main")
    for number, dimension in enumerate(asked.dimensions, start=1):
        answers(who, [one for one in asked.situations if one.dimension == dimension.key], choice)
        if number == leaves_after:
            who.presses("Save and stop here")
            who.sees("Your answers are kept. You can go on whenever you like.")
            who.follows("Go on", inside="main")
        else:
            who.presses("Save and go on")
    who.sees("Every situation is answered.")
    who.presses("Finish this self-assessment")
    who.sees("This self-assessment is finished.")


def answers(who: Someone, situations: list[Situation], choice: Choice) -> None:
    for situation in situations:
        worth, sure = choice(situation)
        option = next(one.key for one in situation.options if one.worth == worth)
        who.page.locator(f'[name="answer-{situation.key}"][value="{option}"]').check()
        who.page.locator(f'[name="sure-{situation.key}"][value="{sure}"]').check()
