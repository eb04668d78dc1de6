"""A pair closes: letters sealed and opened together, heard, a trace, choices; done by both, and closed."""

import pytest
from flask import Flask

from tests.browser.drafting import two_people
from tests.browser.glass import Glass
from tests.browser.people import People, Someone
from tests.browser.writing import MY_LEAF

HERS = "Vous m’avez appris à lire tout le fil. Je l’ai vu quand la plainte est arrivée. Je m’en servirai demain."
HIS = "Vous m’avez appris à demander pour quoi faire. Je l’ai vu quand la page s’est ouverte. Je m’en servirai lundi."
HEARD = "J’entends que la lenteur vous a servi."
TRACE = "Sur la culture des réseaux, nous avons appris que personne ne lit seul."
NOTE = "Je rendrai cela à une collègue."


def goes_to_the_ritual(one: Someone, address: str) -> None:
    one.goes_to(f"{address}/settings")
    one.follows("Go to the closing ritual")
    one.sees("What you keep, give or erase")


def they_write_and_hear(maite: Someone, ibrahim: Someone, address: str) -> None:
    goes_to_the_ritual(maite, address)
    maite.follows("Write my letter")
    maite.sees("“You taught me…”")
    maite.fills("Your letter", HERS)
    maite.presses("Seal my letter")
    maite.sees("Your letter is sealed.")

    ibrahim.goes_to("/today")
    ibrahim.goes_to(f"{address}/ritual")
    ibrahim.follows("Write my letter")
    ibrahim.fills("Your letter", HIS)
    assert not ibrahim.has_received(HERS)
    ibrahim.presses("Seal my letter")
    ibrahim.sees("Both letters are open.")
    ibrahim.goes_to(f"{address}/ritual")
    ibrahim.follows("Say what you heard")
    ibrahim.reads(HERS)
    ibrahim.fills("What I heard", HEARD)
    ibrahim.presses("Send what I heard")

    goes_to_the_ritual(maite, address)
    maite.sees("%(name)s said what they heard in yours.", name=ibrahim.name)
    maite.follows("Say whether %(name)s heard you right", name=ibrahim.name)
    maite.reads(HEARD, inside=MY_LEAF)
    maite.presses("That is it")


def they_leave_a_trace(maite: Someone, ibrahim: Someone, address: str) -> None:
    maite.goes_to(f"{address}/ritual")
    maite.follows("Begin the trace")
    maite.fills("Your note", TRACE)
    maite.presses("Share it with %(name)s", name=ibrahim.name)
    ibrahim.goes_to(f"{address}/ritual")
    ibrahim.opens(".ritual .notes a")
    ibrahim.reads(TRACE)
    ibrahim.goes_to(f"{address}/ritual")
    ibrahim.follows("Write a note")
    ibrahim.fills("Your note", NOTE)
    ibrahim.presses("Keep it private")
    assert not maite.has_received(NOTE)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("language", "script"), [("fr", True), ("en", False)], ids=["in French", "in English without script"]
)
def test_a_pair_closes(writing_app: Flask, people: People, language: str, script: bool) -> None:
    people.glass = Glass()
    two = two_people(writing_app, people, language, script=script)
    maite, ibrahim = two.first, two.second
    maite.goes_to(two.address)
    maite.follows("See the agendas")
    maite.opens(".agendas > li:last-child > a")
    maite.follows("The closing ritual, step by step")
    maite.follows("Close the pair", inside=".journal-head")
    maite.presses("Begin closing")

    they_write_and_hear(maite, ibrahim, two.address)
    they_leave_a_trace(maite, ibrahim, two.address)

    for one in (maite, ibrahim):
        one.goes_to(f"{two.address}/ritual")
        one.presses("I have nothing more to do here")
    ibrahim.sees("Afterwards")
    maite.goes_to(f"{two.address}/ritual")
    maite.is_asked_nothing("I have nothing more to do here")
    maite.goes_to(f"{two.address}/journal")
    maite.opens("section[aria-labelledby=moments-title] .entry h3 a")
    maite.reads(HIS)
    assert people.complaints() == []
