"""Who may read what, and what may be done: the journal's contract in sixty lines, without a look at the portal."""

from dataclasses import dataclass

KNOWN_TO_PARTNER = {"sealed", "open", "passed", "withdrawn"}

# What it is done to, who may do it, the states before it and the one after it.
ACTS = {
    "write": ("text", "author", "none draft", "draft"),
    "seal": ("text", "author", "none draft", "sealed"),
    "take back": ("text", "author", "sealed", "draft"),
    "open mine": ("text", "author", "sealed", "open"),
    "pass": ("text", "author", "none draft", "passed"),
    "write after all": ("text", "author", "passed", "draft"),
    "keep": ("text", "author", "sealed", "kept"),
    "withdraw": ("text", "author", "sealed open kept passed", "withdrawn"),
    "add": ("text", "author", "open", "open"),
    "hear": ("hearing", "partner", "fresh clarified unsaid", "waits"),
    "confirm": ("hearing", "author", "waits", "confirmed"),
    "clarify": ("hearing", "author", "waits", "clarified"),
    "leave": ("hearing", "either", "waits clarified", "left"),
    "reply": ("hearing", "either", "confirmed", "confirmed"),
}
IN_A_PAUSE = {"write", "take back", "write after all", "keep", "withdraw"}


@dataclass
class Piece:
    """Something written by one of the two: `on` an occasion or, where it is about a text, on that text."""

    kind: str
    author: str
    on: object = None
    words: str = ""
    state: str = "open"
    heard: str = "fresh"
    between: tuple[str, ...] = ()
    """Who reads it, whatever becomes of its author: of a report, who sent it and who handles it."""


class Pair:
    def __init__(self, *two: str) -> None:
        self.two, self.state, self.pieces = two, "active", list[Piece]()
        self.rests = set[tuple[str, str]]()  # pauses and freezes, each of one person: nothing is handed over meanwhile

    def knows(self, person: str, piece: Piece) -> bool:
        return person in (piece.between or self.two) and (person == piece.author or piece.state in KNOWN_TO_PARTNER)

    def reads(self, person: str, piece: Piece) -> bool:
        return self.knows(person, piece) and (person == piece.author or piece.state == "open")

    def may(self, person: str, act: str, text: Piece) -> bool | None:
        """None: it is so already, and said again it changes nothing, refused or not."""
        of, who, before, after = ACTS[act]
        now = text.state if of == "text" else text.heard if text.state == "open" else ""
        is_theirs = person in self.two and who in ("either", "author" if person == text.author else "partner")
        in_time = {"keep", "withdraw"} if self.state == "closed" else IN_A_PAUSE if self.rests else ACTS
        return is_theirs and (act in in_time if now in before.split() else None if now == after else False)

    def do(self, act: str, text: Piece) -> None:
        of, _who, _before, after = ACTS[act]
        setattr(text, "state" if of == "text" else "heard", after)
        twins = [one for one in self.pieces if one.kind == "text" and one.on == text.on]
        if act == "seal" and all(one.state in ("sealed", "open") for one in twins):
            twins[0].state = twins[1].state = "open"

    def erase(self, *gone: Piece) -> None:
        """Of what was handed over one sees that it is gone; of what is private, nobody else learns it."""
        for one in gone:
            one.words, one.state = "", "withdrawn" if one.state in ("sealed", "open") else one.state

    def withdraw(self, text: Piece) -> None:
        self.erase(text, *(p for p in self.pieces if p.on is text and p.author == text.author and p.kind != "reply"))

    def close(self) -> None:
        """Nothing is opened by default."""
        self.state = "closed"
        for one in self.pieces:
            one.state = "kept" if one.state in ("draft", "sealed") else one.state

    def delete(self, person: str) -> None:
        """With the account go its owner's words; what two signed is both's, and a report is no part of the journal."""
        self.erase(*(one for one in self.pieces if one.author == person and not one.between))
        self.close()
