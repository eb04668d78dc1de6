"""A whole pair: both assess themselves, guess at each other, learn, part with letters, and see what has grown.

French is walked without script and English with it: each language and each way once, for half of what all four cost.
"""

import pytest
from flask import Flask

from portal.curriculum.rules import Situation
from tests.browser.drafting import Two, two_people
from tests.browser.glass import Glass
from tests.browser.people import People, Someone
from tests.browser.sitting import sits

LESSONS = ("amorcer/ne-presumez-de-rien", "amorcer/guider-sans-diriger", "amorcer/ecouter-pour-vrai")

HER_NETWORK = "Un forum de boulangerie, pour l’odeur : Maïté."
HIS_NETWORK = "La radio du quartier, avant le café : Ibrahim."
HER_GUESS = "Une messagerie, pour sa famille."
HIS_GUESS = "Un réseau professionnel, par habitude."
HER_LETTER = "Vous m’avez appris à attendre une réponse. Je l’ai vu mardi : Maïté."
HIS_LETTER = "Vous m’avez appris à écrire un plan. Je l’ai vu en mars : Ibrahim."
SHE_HEARD = "J’entends que le plan vous sert déjà."


def before(_: Situation) -> tuple[int, int]:
    """Weak everywhere, and sure of it."""
    return (1, 3)


def after(situation: Situation) -> tuple[int, int]:
    """Right in strategy, as before elsewhere."""
    return (3, 3) if situation.key.startswith("st") else (1, 1)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("language", "script"), [("fr", False), ("en", True)], ids=["in French without script", "in English"]
)
def test_a_pair_from_its_first_answers_to_its_last_letters(
    writing_app: Flask, people: People, language: str, script: bool
) -> None:
    people.glass = Glass()
    two = two_people(writing_app, people, language, script=script)

    sits(two.first, before)
    two.first.does_not_see("What changed")
    they_look_at_what_is_offered(two)
    they_answer_a_card_in_words(two)
    they_answer_a_card_on_a_scale(two)
    for lesson in LESSONS:
        they_take(two, lesson)
    they_begin_to_close(two)
    they_open_their_letters_together(two)
    she_sees_what_has_grown(two.first)
    they_part(two)

    assert people.complaints() == []


def they_look_at_what_is_offered(two: Two) -> None:
    """What is done there is in test_assessment.py."""
    for address in ("/account/offers", "/account/profile"):
        two.first.goes_to(address)
    two.second.goes_to(f"{two.address}/partner")


def they_answer_a_card_in_words(two: Two) -> None:
    """Sealed until both have answered; then each says how near the other came."""
    maite, ibrahim = two.first, two.second
    maite.goes_to(two.address)
    answers_in_words(maite, two, HER_NETWORK, HER_GUESS)
    ibrahim.goes_to(f"{two.address}/cards")
    assert not ibrahim.has_received(HER_NETWORK)
    answers_in_words(ibrahim, two, HIS_NETWORK, HIS_GUESS)
    for words in (HER_NETWORK, HER_GUESS, HIS_NETWORK, HIS_GUESS):
        ibrahim.reads(words)
    ibrahim.sees("What made you think so?")
    ibrahim.presses("Something else")
    maite.goes_to(ibrahim.page.url.partition("?")[0])
    maite.reads(HIS_NETWORK)
    maite.presses("Near")


def answers_in_words(who: Someone, two: Two, answer: str, guess: str) -> None:
    who.goes_to(f"{two.address}/cards/first-network")
    who.page.locator("[name=answer]").fill(answer)
    who.page.locator("[name=prediction]").fill(guess)
    who.presses("Seal my card")


def they_answer_a_card_on_a_scale(two: Two) -> None:
    for who, answer, guess in ((two.first, 2, 4), (two.second, 4, 3)):
        who.goes_to(f"{two.address}/cards/public-comment")
        who.page.locator(f'[name=answer][value="{answer}"]').check()
        who.page.locator(f'[name=prediction][value="{guess}"]').check()
        who.presses("Seal my card")
    two.second.sees("What made you think so?")
    two.first.goes_to(f"{two.address}/predictions")


def they_take(two: Two, lesson: str) -> None:
    """Both read and talk; one of them looks for every answer."""
    for who in (two.first, two.second):
        who.goes_to(f"{two.address}/lessons/{lesson}")
        who.has_read()
        if who is two.first:
            who.finds_every_answer()
        who.has_talked()


def they_begin_to_close(two: Two) -> None:
    two.first.opens_the_pair()
    two.first.begins_closing(two.second)
    two.second.goes_to(two.address)
    two.second.follows("Go to the ritual")


def they_open_their_letters_together(two: Two) -> None:
    maite, ibrahim = two.first, two.second
    writes_a_letter(maite, two, HER_LETTER)
    maite.sees("Your letter is sealed.")
    assert not ibrahim.has_received(HER_LETTER)
    writes_a_letter(ibrahim, two, HIS_LETTER)
    ibrahim.sees("Both letters are open.")
    ibrahim.reads(HER_LETTER)
    maite.goes_to(f"{two.address}/ritual")
    maite.follows("Say what you heard")
    maite.reads(HIS_LETTER)
    maite.fills("What I heard", SHE_HEARD)
    maite.presses("Send what I heard")
    ibrahim.goes_to(f"{two.address}/ritual")
    ibrahim.sees("%(name)s said what they heard in yours.", name=maite.name)


def writes_a_letter(who: Someone, two: Two, text: str) -> None:
    who.goes_to(f"{two.address}/ritual")
    who.follows("Write my letter")
    who.fills("Your letter", text)
    who.presses("Seal my letter")


def she_sees_what_has_grown(maite: Someone) -> None:
    sits(maite, after)
    maite.sees("What changed")
    maite.sees("From %(before)s to %(after)s points.", before=12, after=36)
    maite.sees("You grew in:")
    maite.follows("Strategy", inside="main")


def they_part(two: Two) -> None:
    for who in (two.first, two.second):
        who.says_it_is_done()
    two.second.opens_the_pair()
    two.second.sees("This pair is closed. You keep what you wrote to each other.")
