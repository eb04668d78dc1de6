"""Somebody assesses themselves, says what they offer and seek, shows a level, and sees what has grown.

How these pages look is looked at in test_whole.py, in both languages, with script and without.
"""

import pytest
from flask import Flask

from portal.curriculum.rules import Situation
from tests.browser.drafting import two_people
from tests.browser.people import People, Someone
from tests.browser.sitting import shipped_assessment, sits

PROPOSED = (
    "What is ticked and chosen below is only proposed, from your self-assessment. Nothing is saved before you say so."
)

STRONG = "cu"
"""Situations of culture."""


def first_time(situation: Situation) -> tuple[int, int]:
    """Strong in culture, weak and too sure elsewhere."""
    return (3, 3) if situation.key.startswith(STRONG) else (1, 3)


def second_time(situation: Situation) -> tuple[int, int]:
    """Better in strategy; as before together, and no longer so sure of it."""
    return (3, 3) if situation.key.startswith(STRONG) else (2, 2) if situation.key.startswith("st") else (1, 1)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("language", "script"), [("fr", True), ("en", False)], ids=["in French", "in English without script"]
)
def test_before_and_after(writing_app: Flask, people: People, language: str, script: bool) -> None:
    two = two_people(writing_app, people, language, script=script)
    maite, ibrahim = two.first, two.second
    partner = f"{two.address}/partner"

    sits(maite, first_time, leaves_after=2)
    maite.sees("Ready to guide")
    maite.sees("surer than right")
    maite.does_not_see("What changed")
    asked = shipped_assessment()
    reasons = [option.reasons[language] for one in asked.situations for option in one.options]
    assert not [reason for reason in reasons if maite.has_received(reason)], "nothing tells what was right"

    says_what_they_offer(maite)
    shows_a_level(maite)
    ibrahim.goes_to(partner)
    ibrahim.sees("Ready to guide")
    ibrahim.reads(asked.dimensions[0].names[language])
    assert "36" not in ibrahim.page.locator("main").inner_text(), "a level is shown, and no points"
    maite.goes_to("/account/profile")
    maite.presses("Take my levels down")
    ibrahim.comes_back()
    ibrahim.does_not_see("Ready to guide")

    sits(maite, second_time)
    maite.sees("What changed")
    maite.sees("From %(before)s to %(after)s points.", before=12, after=24)
    maite.sees("You grew in:")
    maite.sees("You know better what you know")
    maite.follows("Strategy", inside="main")
    maite.reads(next(one for one in asked.situations if one.key == "st01").options[0].reasons[language])
    assert people.complaints() == []


def says_what_they_offer(maite: Someone) -> None:
    maite.follows("What I offer and seek", inside="main")
    maite.sees(PROPOSED)
    assert maite.page.locator('[name="offers"]:checked').count() == 5
    maite.page.locator('[name="seek_5"]').select_option("")
    maite.presses("Save")
    maite.sees("What you offer and seek is saved.")


def shows_a_level(maite: Someone) -> None:
    maite.page.locator('[name="strands"][value="culture"]').check()
    maite.presses("Put these on my profile")
    maite.sees("Your profile shows these levels to your partner.")
