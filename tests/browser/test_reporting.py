"""Somebody reports what their partner wrote: they show a sentence, the portal attests it, one person reads it."""

from playwright.sync_api import expect

from portal.demo.people import IBRAHIM, MAITE, OWEN, PRIYA, SOLANGE
from tests.browser.glass import Glass
from tests.browser.people import People, Someone

LESSON = "amorcer/ecouter-pour-vrai"
WRITTEN = "You talk as if I were slow. I will not explain it to you a third time."
HAPPENED = "Cela revient à chaque leçon / It comes back in every lesson."
ANSWER = "J’en ai parlé / I have spoken about it."
REPORT = "main a[href*='/report/reflection/']"


def test_in_french_with_script(people: People) -> None:
    """In the demo's own journal."""
    people.glass = Glass()
    maite, ibrahim = people.comes_back(MAITE), people.comes_back(IBRAHIM)
    maite.opens_the_pair()
    maite.follows("Journal", inside="main nav")
    exchanges = maite.page.locator(".entry h2 a").evaluate_all("links => links.map(link => link.href)")
    for exchange in exchanges:
        maite.goes_to(exchange)
        if maite.page.locator(REPORT).count():
            break
    reports_what_is_on_the_page(people, maite, ibrahim)


def test_in_english_without(people: People) -> None:
    people.glass = Glass()
    priya, owen = people.comes_back(PRIYA, script=False), people.comes_back(OWEN, script=False)
    for someone, text in ((priya, "I would rather try it first, and be told afterwards."), (owen, WRITTEN)):
        someone.opens_the_lesson(LESSON)
        someone.fills("Your reflection", text)
        someone.seals()
    priya.opens_the_exchange()
    reports_what_is_on_the_page(people, priya, owen)


def reports_what_is_on_the_page(people: People, me: Someone, other: Someone) -> None:
    me.opens(REPORT)
    shown = chosen_from(me)
    freezes_first(me, other)
    looks_at(me, shown.swapcase(), "Not attested.")
    me.presses("Change it", refused=200)
    expect(me.page.get_by_label(me.words("What happened"), exact=True)).to_have_value(HAPPENED)
    looks_at(me, shown, "Attested, word for word.")
    me.presses("Send to %(name)s", name=SOLANGE.name)
    me.sees("Your report is sent.")
    report = me.page.url.partition("?")[0]
    solange = people.comes_back(SOLANGE)
    answers(solange, people.portal.link_mailed_to(SOLANGE.email), shown)
    me.goes_to(report)
    me.reads(ANSWER)
    me.presses("Lift the freeze")
    assert not other.has_received(HAPPENED)
    other.goes_to(report, status=404)
    assert people.complaints() == []


def chosen_from(me: Someone) -> str:
    """The first sentence of the text that is shown, taken by keyboard where there is script to see it."""
    text = me.page.locator("#open-text")
    expect(text).to_be_editable(editable=False)
    return text.input_value().partition(". ")[0]


def freezes_first(me: Someone, other: Someone) -> None:
    """With one press, which keeps what was written; the other finds a pause."""
    me.fills("What happened", HAPPENED)
    me.presses("Freeze the pair now", refused=200, inside="main form.fields")
    expect(me.page.get_by_label(me.words("What happened"), exact=True)).to_have_value(HAPPENED)
    other.opens_the_pair()
    other.sees("This pair is on pause. Nothing is expected of either of you until it starts again.")


def looks_at(me: Someone, excerpt: str, told: str) -> None:
    me.fills("The sentences you want to show", excerpt)
    me.presses("See it before sending", refused=200)
    me.sees(told)


def answers(handler: Someone, link: str, shown: str) -> None:
    handler.goes_to(link)
    handler.reads(HAPPENED)
    handler.reads(shown)
    handler.sees("Attested, word for word.")
    handler.presses("Take it in hand")
    handler.fills("What becomes of it", ANSWER)
    handler.presses("Answer and close")
    handler.sees("Your answer is sent, and the report is closed.")
