"""Two people meet, settle, learn, write without reading each other, are heard, and part."""

import pytest

from portal.shipped import shipped
from tests.browser.glass import Glass
from tests.browser.people import People, Someone

LESSON = "conversation/du-porte-voix-a-la-conversation"

NOTE = {
    "maite": "J’ai relu trois fils, et personne n’y répondait : Maïté.",
    "ibrahim": "Une question posée à voix haute a suffi : Ibrahim.",
}
MAITE_WROTE = "Je croyais qu’un communiqué était déjà une conversation; le fil m’a montré le contraire."
IBRAHIM_WROTE = "J’ai vu Maïté attendre avant de répondre, et cette attente m’a appris quelque chose."
MAITE_HEARD = "J’entends que mon silence, pour vous, était une forme d’écoute."
IBRAHIM_HEARD = "J’entends que vous ne ferez plus de communiqués."
MAITE_MEANT = "J’en ferai encore, mais je resterai ensuite pour répondre."
IBRAHIM_HEARD_THEN = "J’entends que vous resterez après avoir publié."
IBRAHIM_REPLIED = "On regarde ensemble le prochain fil, mardi?"


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("language", "script"), [("fr", True), ("en", False)], ids=["in French", "in English without script"]
)
def test_two_people_learn_from_each_other(people: People, language: str, script: bool) -> None:
    people.glass = Glass()
    maite = people.arrives("Maïté", f"maite.{language}@exemple.ca", language, script=script)
    ibrahim = people.arrives("Ibrahim", f"ibrahim.{language}@exemple.ca", language, script=script)

    they_meet(people, maite, ibrahim)
    they_settle_who_guides_what(maite, ibrahim)
    they_make_an_agreement(maite, ibrahim)
    they_take_a_lesson(maite, ibrahim)
    they_write_apart(maite, ibrahim)
    they_are_heard(maite, ibrahim)
    they_see_how_far_they_are(maite, ibrahim)
    they_part(maite, ibrahim)

    assert people.portal.holds(maite.who.email), "whoever looks on the disk finds what lies there"
    for words in (MAITE_WROTE, IBRAHIM_WROTE, MAITE_HEARD, MAITE_MEANT, IBRAHIM_REPLIED, *NOTE.values()):
        assert not people.portal.holds(words), "what they wrote lies readable on the disk"
    assert people.complaints() == []


def they_meet(people: People, maite: Someone, ibrahim: Someone) -> None:
    maite.looks_around()
    maite.signs_up()
    maite.confirms_the_address(people.portal)
    maite.invites(ibrahim)
    ibrahim.accepts_the_invitation(people.portal, maite)
    maite.opens_the_pair()
    maite.sees("You and %(name)s", name=ibrahim.name)


def they_settle_who_guides_what(maite: Someone, ibrahim: Someone) -> None:
    maite.proposes_that_guides_culture(ibrahim)
    ibrahim.agrees_to_guide_culture(maite)
    maite.opens_the_lesson(LESSON)
    maite.sees("You learn")
    ibrahim.opens_the_lesson(LESSON)
    ibrahim.sees("You guide")


def they_make_an_agreement(maite: Someone, ibrahim: Someone) -> None:
    """Each fills in a sheet unseen; the two are laid side by side; one text is signed by both."""
    maite.fills_in_a_sheet(purpose="Tenir une conversation publique.", rhythm="Le mardi, 45 minutes.")
    maite.hands_the_sheet_over()
    maite.sees("Your sheet is handed over. Both open once your partner has handed over theirs.")
    ibrahim.fills_in_a_sheet(purpose="Écrire un plan qui tient.", rhythm="Le mardi, en visio.")
    assert not ibrahim.has_received("Tenir une conversation publique.")
    assert not maite.has_received("Écrire un plan qui tient.")
    ibrahim.hands_the_sheet_over()
    ibrahim.sees("Your sheet is handed over. Here are the two, side by side.")
    ibrahim.reads("Tenir une conversation publique.")
    maite.writes_the_one_text(rhythm="Le mardi, 45 minutes, en visio.")
    ibrahim.signs_the_text(maite)
    maite.has_an_agreement("Le mardi, 45 minutes, en visio.")


def they_take_a_lesson(maite: Someone, ibrahim: Someone) -> None:
    """Every step up to the reflection, each at their own pace; a note goes across, an answer does not."""
    for person, note in ((maite, NOTE["maite"]), (ibrahim, NOTE["ibrahim"])):
        person.opens_the_lesson(LESSON)
        person.has_read()
        person.has_tried(note)
        person.finds_every_answer()
        person.has_talked()
    ibrahim.sees_a_note_of(maite, NOTE["maite"])
    ibrahim.swaps_roles()
    maite.opens_the_lesson(LESSON)
    maite.sees("You guide")
    maite.swaps_roles()
    maite.opens_the_lesson(LESSON)
    maite.sees_a_note_of(ibrahim, NOTE["ibrahim"])


def they_write_apart(maite: Someone, ibrahim: Someone) -> None:
    """Both sealed, both open: not a word of the other before that."""
    maite.drafts(MAITE_WROTE)
    ibrahim.opens_the_lesson(LESSON)
    ibrahim.does_not_see("%(name)s has sealed theirs.", name=maite.name)
    maite.seals()
    maite.sees("Your reflection is sealed. You can take it back until it opens.")
    ibrahim.opens_the_lesson(LESSON)
    ibrahim.sees("%(name)s has sealed theirs.", name=maite.name)
    ibrahim.drafts(IBRAHIM_WROTE)
    assert not ibrahim.has_received(MAITE_WROTE)
    assert not maite.has_received(IBRAHIM_WROTE)
    ibrahim.seals()
    ibrahim.sees("Both reflections are open.")
    ibrahim.reads(MAITE_WROTE)
    maite.opens_the_exchange()
    maite.reads(IBRAHIM_WROTE)


def they_are_heard(maite: Someone, ibrahim: Someone) -> None:
    """Ibrahim is heard at once; Maïté clarifies, and is heard the second time. Only then do they reply."""
    maite.is_asked_nothing("Send my reply")
    maite.says_what_they_heard(MAITE_HEARD)
    ibrahim.confirms(MAITE_HEARD)
    ibrahim.says_what_they_heard(IBRAHIM_HEARD)
    maite.clarifies(IBRAHIM_HEARD, MAITE_MEANT)
    ibrahim.opens_the_exchange()
    ibrahim.reads(MAITE_MEANT)
    ibrahim.says_what_they_heard(IBRAHIM_HEARD_THEN)
    maite.confirms(IBRAHIM_HEARD_THEN)
    ibrahim.replies(IBRAHIM_REPLIED)
    maite.opens_the_exchange()
    maite.reads(IBRAHIM_REPLIED)


def they_see_how_far_they_are(maite: Someone, ibrahim: Someone) -> None:
    maite.sees_in_both_lanes(LESSON, "finished on %(day)s", "finished on %(day)s")
    ibrahim.sees_in_both_lanes(LESSON, "finished on %(day)s", "finished on %(day)s")
    maite.goes_to("/today")
    title = title_of(LESSON, maite.words.language)
    maite.sees("%(name)s has replied, on “%(title)s”.", name=ibrahim.name, title=title)
    if not maite.script:
        maite.presses("I have seen this")
        maite.sees("Nothing new. There is no hurry.")


def title_of(lesson: str, language: str) -> str:
    module, _, slug = lesson.partition("/")
    (document,) = (shipped("lessons") / module).glob(f"*-{slug}/{language}.md")
    return document.read_text().partition("title: ")[2].partition("\n")[0]


def they_part(maite: Someone, ibrahim: Someone) -> None:
    """Either may end it, both read the same neutral words, and keep what they wrote."""
    maite.opens_the_pair()
    maite.begins_closing(ibrahim)
    maite.says_it_is_done()
    ibrahim.says_it_is_done()
    for person in (maite, ibrahim):
        person.opens_the_pair()
        person.sees("This pair is closed. You keep what you wrote to each other.")
        person.opens_the_exchange()
        person.reads(MAITE_WROTE)
        person.reads(IBRAHIM_WROTE)
        person.is_asked_nothing("Send my reply")
    maite.signs_out()
