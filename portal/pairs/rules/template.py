"""The sentences of the agreement, version by version: a text that was signed stays as it was signed."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence

# What each person says for themselves.
PERSONAL = ("purpose", "learning", "signs", "feedback")


@dataclass(frozen=True, slots=True)
class Line:
    """Something to fill in."""

    key: str
    label: Sentence
    hint: Sentence

    @property
    def personal(self) -> bool:
        return self.key in PERSONAL


@dataclass(frozen=True, slots=True)
class Clause:
    title: Sentence
    text: Sentence
    lines: tuple[Line, ...] = ()
    about: str = ""
    """What the portal itself fills in: "people" or "guides"."""


_RHYTHM = Line(
    "rhythm",
    _l("Our rhythm"),
    _l(
        "For example: eight meetings of 60 minutes, every two weeks, from January 12 to April 20, by video. "
        "Whoever cancels offers two other dates."
    ),
)
_ENDING = Line("ending", _l("We close at the latest"), _l("A date, or an event."))
_TRACES = _l(
    "Nothing from our exchanges is published, quoted or captured without a written yes. The coordination of our "
    "programme sees exactly this: that our pair exists and its state, the weeks in which both of us did something, "
    "and how many lessons we have finished together. It never sees who is late, nor a word of what we write."
)

_FIRST = (
    Clause(
        _l("The two of us"),
        _l("Neither of us reports to the other, and neither grades the other."),
        about="people",
    ),
    Clause(
        _l("Two purposes, one each way"),
        _l("Each of us says what we want to be able to do in three months."),
        (Line("purpose", _l("In three months, I want to be able to…"), _l("One thing, as concrete as you can.")),),
    ),
    Clause(
        _l("Who guides what, to begin with"),
        _l("What we settled in our workspace. We may swap on any lesson, on request."),
        about="guides",
    ),
    Clause(
        _l("Rhythm"),
        _l("We agree on how often we meet, for how long, where, and what happens when one of us has to cancel."),
        (_RHYTHM,),
    ),
    Clause(
        _l("How we speak"),
        _l("We choose our language and how we address each other, and we say what helps us learn."),
        (
            Line("speech", _l("Language, and how we address each other"), _l("For example: in French, and “tu”.")),
            Line(
                "learning",
                _l("What helps me learn, and what I need"),
                _l("Accessibility needs belong here, if you wish to name them."),
            ),
        ),
    ),
    Clause(
        _l("Confidentiality"),
        _l(
            "What is said here stays here, except where someone is in danger or the law requires it. We bring no "
            "employer’s secret, no privileged information about a listed company and no third party’s personal "
            "information."
        ),
    ),
    Clause(
        _l("Traces, and what the coordination sees"),
        _TRACES,
    ),
    Clause(
        _l("AI tools"),
        _l("We do not feed our conversations to them, unless we write another rule here."),
        (Line("tools", _l("Another rule, if we want one"), _l("Leave it empty to keep the rule above.")),),
    ),
    Clause(
        _l("Guiding, not directing"),
        _l("Each of us has a sign for “you are directing too much”, and words for “push me a little”."),
        (Line("signs", _l("My sign, and my words"), _l("For example: I raise a hand. To be pushed, I say “go on”.")),),
    ),
    Clause(
        _l("Feedback"),
        _l("We ask before giving it, and it is about the task."),
        (Line("feedback", _l("How I like to receive it"), _l("For example: in writing, the next day.")),),
    ),
    Clause(
        _l("Disagreement"),
        _l(
            "We name it at the meeting where it arises, or at the next. "
            "If it blocks us, we write to someone we both trust."
        ),
        (Line("contact", _l("Whom we would write to"), _l("A person, and how to reach them.")),),
    ),
    Clause(
        _l("Exit"),
        _l("Either of us may end the pair at any time, by message, without giving a reason."),
        (_ENDING,),
    ),
)

# What is said otherwise since, by the number of the clause.
_SECOND = {
    1: Clause(
        _l("The two of us"),
        _l("We have checked it: neither of us reports to the other, and neither grades the other."),
        about="people",
    ),
    4: Clause(
        _l("Rhythm"),
        _l(
            "We agree on how many meetings, how long and how far apart, from when to when, where, and what happens "
            "when one of us has to cancel."
        ),
        (_RHYTHM,),
    ),
    7: Clause(
        _l("Traces, and what is known of us"),
        _TRACES,
        (
            Line(
                "known",
                _l("What our organization may learn from us"),
                _l("For example: that we take part, the lessons we have done, or nothing else."),
            ),
        ),
    ),
    12: Clause(
        _l("Rereading, and exit"),
        _l(
            "We reread this agreement at our fourth and our eighth meeting. Either of us may end the pair at any time, "
            "by message, without giving a reason. We close with the closing ritual."
        ),
        (_ENDING,),
    ),
}

TEMPLATES: Mapping[int, tuple[Clause, ...]] = {
    1: _FIRST,
    2: tuple(_SECOND.get(number, clause) for number, clause in enumerate(_FIRST, start=1)),
}
TEMPLATE_VERSION = max(TEMPLATES)
CLAUSES = TEMPLATES[TEMPLATE_VERSION]
"""What is filled in and signed from now on."""
