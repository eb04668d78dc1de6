"""What happened in the demo programme so far, told in order: how many days ago, at what hour, who did what."""

from datetime import timedelta

from portal.availability.rules import Slot
from portal.curriculum.rules import StepKind, Strand
from portal.demo import words
from portal.demo.acting import Partner, ago, on_day

READ, TRY, CHECK, TALK = StepKind.READ, StepKind.TRY, StepKind.CHECK, StepKind.TALK

ASSUMING = "amorcer/ne-presumez-de-rien"
GUIDING = "amorcer/guider-sans-diriger"
AGREEING = "amorcer/entente-sur-une-page"
MEGAPHONES = "conversation/du-porte-voix-a-la-conversation"
PROBLEM_FIRST = "strategie/le-probleme-avant-l-outil"


def under_way(maite: Partner, ibrahim: Partner) -> None:
    """A pair well under way: three lessons done together, a hearing to answer, a reflection sealed, a draft."""
    _settle(maite, ibrahim)
    _assume_nothing(maite, ibrahim)
    _assess(ibrahim)
    _guide(maite, ibrahim)
    _agree(maite, ibrahim)
    _open_up(maite, ibrahim)
    _meet(maite, ibrahim)


def just_begun(priya: Partner, owen: Partner) -> None:
    """A pair that has just begun: roles proposed, nothing signed, one lesson open."""
    with ago(2, 14):
        priya.proposes_to_guide_culture(owen)
    with ago(2, 20):
        owen.does(ASSUMING, READ, TRY, note=words.OWENS_NOTE)
    with ago(1, 17):
        priya.fills_in(words.PRIYAS_SHEET, hand_over=False)


NOON = Slot(3, 12 * 60, 13 * 60)
EVENING = Slot(1, 17 * 60, 18 * 60 + 30)


def _settle(maite: Partner, ibrahim: Partner) -> None:
    with ago(32, 14):
        maite.proposes_to_guide_culture(ibrahim)
    with ago(31, 13):
        ibrahim.agrees_on_guides()
    with ago(30, 15):
        maite.fills_in(words.MAITES_SHEET)
    with ago(29, 21):
        ibrahim.fills_in(words.IBRAHIMS_SHEET)


def _assume_nothing(maite: Partner, ibrahim: Partner) -> None:
    with ago(29, 14):
        maite.does(ASSUMING, READ, TRY, CHECK, missing=0)
    with ago(28, 22):
        ibrahim.does(ASSUMING, READ, TRY, CHECK)
    with ago(27, 17):
        maite.does(ASSUMING, TALK)
        ibrahim.does(ASSUMING, TALK)
    with ago(27, 19):
        maite.seals(ASSUMING, words.MAITE_ON_ASSUMING)
    with ago(26, 21):
        ibrahim.seals(ASSUMING, words.IBRAHIM_ON_ASSUMING)
    with ago(25, 13):
        maite.hears(ASSUMING, words.IBRAHIM_ON_ASSUMING)
    with ago(25, 22):
        ibrahim.answers(ASSUMING, words.IBRAHIM_ON_ASSUMING)
        ibrahim.hears(ASSUMING, words.MAITE_ON_ASSUMING)
    with ago(24, 13):
        maite.answers(ASSUMING, words.MAITE_ON_ASSUMING)
    with ago(24, 21):
        ibrahim.replies(ASSUMING, maite, words.MAITE_ON_ASSUMING.replies[0])
    with ago(23, 13):
        maite.replies(ASSUMING, maite, words.MAITE_ON_ASSUMING.replies[1])


def _assess(ibrahim: Partner) -> None:
    with ago(24, 21):
        ibrahim.sits(Strand.CULTURE)
        ibrahim.offers_and_shows(Strand.CULTURE)


def _guide(maite: Partner, ibrahim: Partner) -> None:
    with ago(19, 22):
        ibrahim.does(GUIDING, READ, TRY, CHECK, missing=1)
    with ago(18, 14):
        maite.does(GUIDING, READ, TRY, CHECK)
    with ago(17, 17):
        ibrahim.does(GUIDING, TALK)
        maite.does(GUIDING, TALK)
    with ago(17, 21):
        ibrahim.seals(GUIDING, words.IBRAHIM_ON_GUIDING)
    with ago(13, 14):
        maite.seals(GUIDING, words.MAITE_ON_GUIDING)
    with ago(13, 15):
        maite.hears(GUIDING, words.IBRAHIM_ON_GUIDING)
    with ago(12, 21):
        ibrahim.answers(GUIDING, words.IBRAHIM_ON_GUIDING)
    with ago(11, 13):
        maite.hears(GUIDING, words.IBRAHIM_ON_GUIDING, 2)
    with ago(11, 21):
        ibrahim.answers(GUIDING, words.IBRAHIM_ON_GUIDING, 2)
    with ago(2, 22):
        ibrahim.hears(GUIDING, words.MAITE_ON_GUIDING)


def _agree(maite: Partner, ibrahim: Partner) -> None:
    with ago(11, 14):
        maite.does(AGREEING, READ, TRY, CHECK)
    with ago(10, 13):
        maite.proposes_agreement(words.SETTLED)
    with ago(10, 21):
        ibrahim.does(AGREEING, READ, TRY, CHECK, missing=2)
        ibrahim.signs()
    with ago(9, 17):
        maite.does(AGREEING, TALK)
        ibrahim.does(AGREEING, TALK)
    with ago(8, 14):
        maite.seals(AGREEING, words.MAITE_ON_AGREEING)
    with ago(7, 21):
        ibrahim.seals(AGREEING, words.IBRAHIM_ON_AGREEING)
    with ago(6, 13):
        maite.hears(AGREEING, words.IBRAHIM_ON_AGREEING)
    with ago(6, 21):
        ibrahim.answers(AGREEING, words.IBRAHIM_ON_AGREEING)
    with ago(5, 13):
        maite.replies(AGREEING, ibrahim, words.IBRAHIM_ON_AGREEING.replies[0])


def _open_up(maite: Partner, ibrahim: Partner) -> None:
    with ago(5, 21):
        ibrahim.does(MEGAPHONES, READ, TRY, CHECK)
    with ago(4, 14):
        maite.does(MEGAPHONES, READ)
    with ago(3, 14):
        maite.has_seen_the_news()
        maite.does(MEGAPHONES, TRY, CHECK, note=words.MAITES_NOTE, missing=1)
    with ago(3, 17):
        ibrahim.has_seen_the_news()
        ibrahim.does(MEGAPHONES, TALK)
        maite.does(MEGAPHONES, TALK)
    with ago(2, 21):
        ibrahim.seals(MEGAPHONES, words.IBRAHIM_ON_MEGAPHONES)
    with ago(1, 14):
        maite.drafts(MEGAPHONES, words.MAITES_DRAFT)
    with ago(1, 20):
        ibrahim.does(PROBLEM_FIRST, READ)
        ibrahim.hands_the_guiding_to(ibrahim, PROBLEM_FIRST)
    with ago(1, 21):
        ibrahim.does(PROBLEM_FIRST, TRY, note=words.IBRAHIMS_NOTE)


def _meet(maite: Partner, ibrahim: Partner) -> None:
    """Once, and it was noted what they decided; and once more, next week."""
    past, next_week = on_day(-17, 17), on_day(6, 17)
    with ago(29, 18):
        maite.is_free(NOON, EVENING)
        ibrahim.is_free(EVENING, Slot(3, 12 * 60, 14 * 60))
    with ago(20, 14):
        maite.proposes_to_meet(past, past + timedelta(days=1), minutes=60, place=words.WHERE)
    with ago(19, 21):
        ibrahim.accepts(past)
    with ago(17, 19):
        ibrahim.has_met(words.DECIDED)
    with ago(3, 14):
        ibrahim.proposes_to_meet(next_week, next_week + timedelta(days=1), minutes=45, place=words.WHERE)
    with ago(2, 13):
        maite.accepts(next_week)
        maite.adds_to_the_agenda(words.TO_TALK_ABOUT)
