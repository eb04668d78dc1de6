"""A walk through HTTP: every act is a button pressed in a browser, and everybody looks at every page after it.

No application context is open around a request: it would carry who asks from one browser to the next.
"""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from portal.kernel import clock
from tests.proofs.walks.pages import Visitors, addresses, things
from tests.proofs.walks.presses import ENTERED, MADE, PRESSES, SENT, newest
from tests.proofs.walks.scene import Scene
from tests.proofs.walks.sights import MARK
from tests.proofs.walks.town import Couple, Town
from tests.proofs.walks.walking import Step, Walk

DONE = 303
EXPORT = "everything that one takes along"
OF_A_REPORT = {"report", "show", "withdraw report", "take", "answer", "hand over"}
UNSEEN = {"write", "enter", "keep entry", "rewrite entry", "keep draft", "unblock", *OF_A_REPORT}
"""What the partner does not learn, not even that it exists."""

OF_THE_PAIR = {"freeze", "unfreeze", "lift", "close", "close now", "close pair", "finish", "block"}
FAR = {"leave programme", "delete account"}
"""What changes other pairs of who does it, too."""
HANDLED = {*OF_A_REPORT, *OF_THE_PAIR, *FAR}
"""What shows on a report, to who sent it and who handles it."""

COUNTS = ("/admin/", "/readyz", "/demo/")
"""Where totals of the whole site stand, and the demo's kept mail. That they hold no word is looked at all the same."""


class Visit(Walk):
    """Acts through buttons; looks at pages."""

    def __init__(self, town: Town) -> None:
        super().__init__(town)
        self.visitors = Visitors(town)
        self._before: dict[tuple[str, str], str] = {}

    def go(self, step: Step, *, looks: bool = True) -> None:
        """One act; unless told otherwise everybody then looks around."""
        scene = self._scene(step)
        self.town.pass_time(timedelta(days=step.pick) if step.act == "wait" else timedelta(seconds=1))
        if step.act == "wait":
            self.visitors.sign_in()
            self._before.clear()
        elif step.who not in self.town.gone:
            self._act(step.act, scene)
        if not looks:
            self._before.clear()
            return
        with clock.at(self.town.now):
            self._look_around(step, scene.couple, scene)

    def _carry_out(self, name: str, scene: Scene) -> tuple[bool, object]:
        path, fields = PRESSES[name](scene)
        if not path.startswith("/"):
            path = f"/pairs/{scene.couple.id}/{path}"
        with clock.at(self.town.now):
            answer = self.visitors.press(scene.who, path, fields)
        assert answer.status_code < 500, f"{scene.who} met {answer.status_code} at {path}"
        happened = answer.status_code == DONE
        if happened and name in SENT:
            return True, urlsplit(answer.headers["Location"]).path.rpartition("/")[2]
        if not happened or name not in MADE:
            return happened, fields["key"] if name in ENTERED else None
        with self.town.open():
            return True, newest(name, scene)

    def pages(self, pair: int) -> list[str]:
        """Everything that an address can be about in a pair."""
        couple = self.town.couples[pair]
        return addresses(self.town.app, list(things(couple, couple.written("text"))))

    def _look_around(self, step: Step, couple: Couple, scene: Scene) -> None:
        pages = addresses(self.town.app, list(things(couple, couple.twins(scene.text))))
        for who in self.town.present:
            for address in pages:
                self._compare(step, who, couple, address, self.visitors.seen(who, address))
            self._compare(step, who, couple, EXPORT, self.visitors.taken(who))
        for who in self.town.gone:
            assert self.visitors.seen(who, "/account/privacy").startswith("303"), f"{who} comes in again"
        same = {who for who in self.town.present if step.act not in FAR and not self._may_change(step, who, couple)}
        self._before = {
            (who, address): shown for (who, address), shown in self._before.items() if address in pages or who in same
        }
        self._both_leaves_are_whole(couple, scene)

    def _compare(self, step: Step, who: str, couple: Couple, address: str, shown: str) -> None:
        self._words_are_theirs(who, address, shown, couple)
        if not self._may_change(step, who, couple) and not address.startswith(COUNTS):
            before = self._before.get((who, address), shown)
            assert shown == before, f"{address} tells {who} that {step.who} did {step.act}"
        self._before[who, address] = shown

    def _words_are_theirs(self, who: str, address: str, shown: str, couple: Couple) -> None:
        mine = (one.words for pair in self.town.couples for one in pair.pieces if pair.reads(who, one))
        too_much = set(MARK.findall(shown)) - {mark for words in mine for mark in MARK.findall(words)}
        assert not too_much, f"{who} reads {sorted(too_much)} at {address}"
        if who not in couple.two and couple.id in address:
            assert shown.startswith("404"), f"{who} comes in at {address}"

    def _both_leaves_are_whole(self, couple: Couple, scene: Scene) -> None:
        twins = couple.twins(scene.text)
        about = [one for one in couple.pieces if one in twins or any(one.on is twin for twin in twins)]
        for who in (one for one in couple.two if one in self.town.present):
            for one in twins:
                if not one.row:
                    continue
                shown = self.visitors.seen(who, f"/pairs/{couple.id}/journal/{one.row}")
                assert shown.startswith("200" if couple.knows(who, one) else "404"), f"{who} at {one}"
                if couple.knows(who, one):
                    due = marks(piece.words for piece in about if couple.reads(who, piece))
                    assert set(MARK.findall(shown)) == due, f"{who} at {one}"

    def _may_change(self, step: Step, who: str, couple: Couple) -> bool:
        """Whoever is not in the pair learns nothing of what is done in it; the partner, nothing of a draft."""
        if step.act == "wait" or who == step.who or (who in couple.two and step.act not in UNSEEN):
            return True
        concerned = self.town.of(step.who) if step.act in FAR else [couple]
        return step.act in HANDLED and any(
            who in one.between or (step.act in FAR and who in pair.two) for pair in concerned for one in pair.pieces
        )


def marks(texts: Iterable[str]) -> set[str]:
    return {mark for words in texts for mark in MARK.findall(words)}
