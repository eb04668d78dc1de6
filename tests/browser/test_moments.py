"""The first moment of a pair: offered on the workspace, written apart, opened together."""

import pytest
from flask import Flask

from tests.browser.drafting import two_people
from tests.browser.glass import Glass
from tests.browser.people import People

HERS = "J’espère qu’on entende que je ne cherche pas à avoir raison."
HIS = "J’ai peur de ne pas savoir ce que tout le monde croit que je sais."


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("language", "script"), [("fr", True), ("en", False)], ids=["in French", "in English without script"]
)
def test_a_moment_opens_for_both(writing_app: Flask, people: People, language: str, script: bool) -> None:
    people.glass = Glass()
    two = two_people(writing_app, people, language, script=script)
    maite, ibrahim = two.first, two.second
    maite.goes_to(two.address)
    maite.follows("Our first moment")
    maite.sees("What do you hope will be heard about you?")
    maite.sees("What are you afraid of not knowing?")
    maite.fills("Your reflection", HERS)
    maite.presses("Save the draft")
    maite.presses("Seal my reflection")
    maite.sees("Your reflection is sealed.")

    ibrahim.goes_to("/today")
    ibrahim.sees("%(name)s has written theirs; yours can follow when you wish", name=maite.name)
    ibrahim.follows("Write your reflection")
    assert not ibrahim.has_received(HERS)
    ibrahim.fills("Your reflection", HIS)
    ibrahim.presses("Seal my reflection")
    ibrahim.sees("Both reflections are open.")
    ibrahim.reads(HERS)
    ibrahim.fills("What I heard", "J’entends que vous écoutez d’abord.")
    ibrahim.presses("Send what I heard")

    maite.goes_to(f"{two.address}/journal")
    maite.opens("section[aria-labelledby=moments-title] .entry h3 a")
    maite.reads(HIS)
    maite.presses("That is it")
    maite.sees("You answered “That is it.”")
    assert people.complaints() == []
