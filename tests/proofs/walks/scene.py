"""Somebody in front of something, and what an act is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.kernel.access import Permission
from portal.kernel.identity import Actor
from portal.pairs.policy import SEE_PAIR
from portal.pairs.queries import my_pair
from tests.proofs.walks.town import Couple, Town, Written

NOBODYS = "n" * 22


@dataclass
class Scene:
    """Somebody, in front of a text."""

    town: Town
    couple: Couple
    who: str
    text: Written
    words: str
    pick: int

    @property
    def actor(self) -> Actor:
        return self.town.actors[self.who]

    @property
    def hearing(self) -> Written | None:
        return next(reversed(self.couple.written("hearing", self.text)), None)

    @property
    def entry(self) -> Written | None:
        """A free entry of the pair, or what was added to one."""
        found = [*self.couple.written("entry"), *self.couple.written("under")]
        return found[self.pick % len(found)] if found else None

    @property
    def report(self) -> Written | None:
        """What was reported in the pair."""
        found = self.couple.written("report")
        return found[self.pick % len(found)] if found else None

    @property
    def said(self) -> Written | None:
        """Something that was said about the text."""
        found = [one for one in self.couple.pieces if one.on is self.text and one.kind in KINDS]
        return found[self.pick % len(found)] if found else None

    def add(self, kind: str, on: object, row: str = "", state: str = "open") -> None:
        self.couple.pieces.append(Written(kind, self.who, on, self.words, state, row=row))


KINDS = ("hearing", "addition", "reply")

Door = Callable[[Scene], Any]


def guarded(permission: Permission, load: Callable[[Scene], Any]) -> Door:
    """As the guard of a view: nobody gets further to what is not there, or not theirs."""

    def door(scene: Scene) -> Any:
        subject = load(scene)
        return subject if subject is not None and permission.allows(scene.actor, subject) else None

    return door


PAIR = guarded(SEE_PAIR, lambda scene: my_pair(scene.actor, pair=scene.couple.id))


@dataclass(frozen=True)
class Act:
    door: Door
    do: Callable[[Any, Scene], Any]
    then: Callable[[Scene, Any], None] | None = None
    may: Callable[[Scene], bool | None] | None = None

    def may_be(self, name: str, scene: Scene) -> bool | None:
        """Whether it is possible; None where it may be refused or not, and nothing comes of it."""
        return self.may(scene) if self.may else scene.couple.may(scene.who, name, scene.text)

    def become(self, name: str, scene: Scene, made: Any) -> None:
        """Let the model know that it happened."""
        if self.then is not None:
            self.then(scene, made)
        else:
            scene.couple.do(name, scene.text)


def nothing(_scene: Scene, _made: object) -> None:
    """Whatever was done, nobody reads more or less."""
