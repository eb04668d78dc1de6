"""The agreement: its clauses, and the lines that the two fill in.

Version 1 of the template. Its sentences are shown in each reader's language; what the two wrote is
shown as they wrote it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.curriculum.rules import Strand
from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence

TEMPLATE_VERSION = 1
LONGEST_LINE = 500
LONGEST_SETTLED = 2 * LONGEST_LINE + 1
"""The one text starts from both proposals, one under the other."""

# What each person says for themselves, and what the two settle as one.
PERSONAL = ("purpose", "learning", "signs", "feedback")
_GUIDE = "guide_"
SHARED = ("rhythm", "speech", "tools", "contact", "ending")


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


@dataclass(frozen=True, slots=True)
class AgreementSummary:
    """Where an agreement stands for one of the two, told without its words."""

    in_force: bool
    proposed: bool
    """The newest text waits for a signature."""
    signed_by_me: bool
    """The newest text carries this person's signature."""
    handed_by_me: bool
    handed_by_partner: bool


NO_AGREEMENT = AgreementSummary(
    in_force=False, proposed=False, signed_by_me=False, handed_by_me=False, handed_by_partner=False
)

CLAUSES = (
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
        (
            Line(
                "rhythm",
                _l("Our rhythm"),
                _l("For example: 45 minutes every two weeks, by video. Whoever cancels offers two other dates."),
            ),
        ),
    ),
    Clause(
        _l("How we speak"),
        _l("We choose our language and how we address each other, and we say what helps us learn."),
        (
            Line("speech", _l("Language, and how we address each other"), _l("For example: in French, by first name.")),
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
        _l(
            "Nothing from our exchanges is published, quoted or captured without a written yes. The coordination of "
            "our programme sees exactly this: that our pair exists and its state, the weeks in which both of us did "
            "something, and how many lessons we have finished together. It never sees who is late, nor a word of "
            "what we write."
        ),
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
        (Line("ending", _l("We close at the latest"), _l("A date, or an event.")),),
    ),
)


def lines() -> list[Line]:
    """Everything that can be filled in, in order."""
    return [line for clause in CLAUSES for line in clause.lines]


def laid_together(mine: Mapping[str, str], theirs: Mapping[str, str], my_seat: int) -> dict[str, str]:
    """The first version of the one text: personal lines by seat, shared ones with both proposals in sight."""
    first, second = (mine, theirs) if my_seat == 1 else (theirs, mine)
    text: dict[str, str] = {}
    for key in PERSONAL:
        text[f"{key}_1"], text[f"{key}_2"] = first.get(key, ""), second.get(key, "")
    for key in SHARED:
        one, other = first.get(key, "").strip(), second.get(key, "").strip()
        text[key] = one if one == other else "\n".join(filter(None, (one, other)))
    return text


def text_keys() -> list[str]:
    """The keys of the one text."""
    return [f"{key}_{seat}" for key in PERSONAL for seat in (1, 2)] + list(SHARED)


def words_of(text: Mapping[str, str]) -> str:
    """All that was filled in, in the order of the clauses, in a sheet or in the one text."""
    keys = (key for line in lines() for key in (line.key, f"{line.key}_1", f"{line.key}_2"))
    return "\n\n".join(text[key] for key in keys if text.get(key))


def with_guides(text: Mapping[str, str], guides: Mapping[Strand, str]) -> dict[str, str]:
    """The text, with who guides what at the moment it is proposed: what is signed does not change afterwards."""
    return {**text, **{f"{_GUIDE}{strand}": guide_id for strand, guide_id in guides.items()}}


def guides_in(text: Mapping[str, str]) -> dict[Strand, str]:
    """Who guides what in a text that was proposed; empty where nothing had been settled."""
    return {strand: text[f"{_GUIDE}{strand}"] for strand in Strand if f"{_GUIDE}{strand}" in text}
