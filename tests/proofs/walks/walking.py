"""Walks of thirty acts: drawn from a number, told when they fail, and shortened to the acts that matter."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from tests.proofs.walks.acts import ACTS, AT_LESSON, AT_TEXT
from tests.proofs.walks.safety import SAFETY
from tests.proofs.walks.scene import Scene
from tests.proofs.walks.sights import look_around
from tests.proofs.walks.town import Town

ACTS_IN_A_WALK = 30
WORDS = "Des mots écrits pour être lus de qui de droit, et de personne d’autre."
LONG_WORDS = f"{WORDS} {WORDS} {WORDS}"
"""Beside which one may wish for more."""
BETWEEN = timedelta(minutes=7)

# How much more, or less, than others an act is taken: so that many walks come to a conversation, and few to an end.
OFTEN = {"seal": 8, "hear": 30, "confirm": 20, "clarify": 12, "reply": 12, "add": 5, "unsay": 3}
SELDOM = (
    *("pause", "freeze", "pass", "swap", "undo", "note", "keep", "withdraw", "leave", "fill sheet", "finish"),
    *(
        "take back clarification",
        "erase cards",
        "enter",
        "share entry",
        "keep entry",
        "rewrite entry",
        "take",
        "report",
    ),
)
RARELY = ("close", "unblock", "close pair", "erase note", "resume", "unfreeze")
ENDS = ("close now", "block", "leave programme", "delete account")
LIKES = OFTEN | dict.fromkeys(SELDOM, 0.3) | dict.fromkeys(RARELY, 0.1) | dict.fromkeys(ENDS, 0.02)
LATE = 22
LIKED_LATE = LIKES | dict.fromkeys(ENDS, 0.5)
"""Of what was written in most of a walk, the last part of it shows what is left."""
AT_REST = {"resume": 4, "unfreeze": 4}
PAIRS_TAKEN, OCCASIONS = (5, 3, 1), (6, 3, 2, 1, 1, 3, 3)
"""How much each pair, and each lesson, moment and card, is what a walk is mostly about."""


class Step(NamedTuple):
    """An act as plain values: what is left of a walk when other steps are taken out means the same."""

    act: str
    who: str
    pair: int
    text: int
    pick: int


class Walk:
    def __init__(self, town: Town) -> None:
        self.town = town
        self._written = self._drawn = self._pair = self._occasion = 0

    def go(self, step: Step) -> None:
        """Act, then let everybody look."""
        scene = self._scene(step)
        self.town.pass_time(timedelta(days=step.pick) if step.act == "wait" else BETWEEN)
        if step.act != "wait" and step.who not in self.town.gone:
            self._act(step.act, scene)
        look_around(self.town, scene.couple, scene.text, at_accounts=step.act in SAFETY)

    def draw(self, chance: random.Random) -> Step:
        """Mostly something possible that one of the two does; sometimes anything, of anybody."""
        if not self._drawn:
            self._pair = chance.choices((0, 1, 2), PAIRS_TAKEN)[0]
            self._occasion = chance.choices(range(len(OCCASIONS)), OCCASIONS)[0]
        self._drawn += 1
        number = self._pair if chance.random() < 0.8 else chance.randrange(3)
        couple, pick = self.town.couples[number], chance.randrange(100)
        occasions = len(couple.written("text")) // 2
        occasion = self._occasion if chance.random() < 0.7 else chance.randrange(occasions)
        if chance.random() < 0.04:
            return Step("wait", couple.two[0], number, 0, chance.choice((1, 7, 14, 31)))
        is_wild = chance.random() < 0.2
        handlers = {one.between[1] for one in couple.written("report")}
        close = [who for who in self.town.present if who in couple.two or who in handlers]
        people = self.town.present if is_wild or not close else close
        steps = [
            Step(act, who, number, 2 * occasion + whose, pick) for act in ACTS for who in people for whose in range(2)
        ]
        open_to = [step for step in steps if is_wild or self._may(step)] or steps
        likes = (LIKES if self._drawn < LATE else LIKED_LATE) | (AT_REST if couple.rests else {})
        return chance.choices(open_to, [likes.get(step.act, 1) for step in open_to])[0]

    def _may(self, step: Step) -> bool:
        return ACTS[step.act].may_be(step.act, self._scene(step)) is True

    def _scene(self, step: Step) -> Scene:
        couple = self.town.couples[step.pair]
        texts = couple.written("text")
        text = texts[step.text % len(texts)]
        if step.act in AT_LESSON and step.who in couple.two:
            text = couple.own(step.who, text)
        return Scene(self.town, couple, step.who, text, "", step.pick)

    def _act(self, name: str, scene: Scene) -> None:
        act, expected = ACTS[name], ACTS[name].may_be(name, scene)
        self._written += 1
        is_long = name in ("write", "seal") and scene.pick % 4 == 0
        scene.words = f"§{self._written}§ {LONG_WORDS if is_long else WORDS}"
        happened, made = self._carry_out(name, scene)
        assert expected in (None, happened), f"{scene.who} {'could' if happened else 'could not'} {name} {scene.text}"
        if happened and expected is not None:
            with self.town.open():
                act.become(name, scene, made)

    def _carry_out(self, name: str, scene: Scene) -> tuple[bool, object]:
        """Whether it happened, and what was made."""
        with self.town.open():
            subject = ACTS[name].door(scene)
            if subject is None:
                return False, None
            try:
                with transaction():
                    return True, ACTS[name].do(subject, scene)
            except Refusal:
                told = name in AT_TEXT and not scene.couple.knows(scene.who, scene.text)
                assert not told, f"{scene.who} is told of what they may not know of"
                return False, None


def walk(town: Town, number: int, kind: type[Walk] = Walk) -> None:
    """The walk of this number; raises AssertionError with the shortest part of it that fails."""
    town.begin_again()
    taken, error = _first_fault(kind(town), random.Random(number))  # noqa: S311 (no secret: the walk is the same at every run)
    if error is not None:
        steps = _shortened(town, kind, taken)
        told = "\n".join(f"    {step}," for step in steps)
        raise AssertionError(f"walk {number}: {error}\nShortest: again(town, [\n{told}\n])") from error


def again(town: Town, steps: Sequence[Step], kind: type[Walk] = Walk) -> Exception | None:
    """Take these steps from the first day on; the fault that comes up, if any does."""
    town.begin_again()
    taking = kind(town)
    try:
        for step in steps:
            taking.go(step)
    except Exception as error:  # noqa: BLE001 (whatever goes wrong is what is looked for)
        return error
    return None


def _first_fault(taking: Walk, chance: random.Random) -> tuple[list[Step], Exception | None]:
    taken = list[Step]()
    try:
        for _ in range(ACTS_IN_A_WALK):
            taken.append(taking.draw(chance))
            taking.go(taken[-1])
    except Exception as error:  # noqa: BLE001
        return taken, error
    return taken, None


def _shortened(town: Town, kind: type[Walk], steps: list[Step]) -> list[Step]:
    """Without every step that the fault does not need, the last ones first."""
    for place in reversed(range(len(steps))):
        fewer = steps[:place] + steps[place + 1 :]
        if again(town, fewer, kind) is not None:
            steps = fewer
    return steps
