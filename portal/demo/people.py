"""The invented people of the demo. Their addresses lead nowhere."""

from dataclasses import dataclass

# One for all of them: three words, said aloud in a second.
PASSWORD = "plume-lilas-boussole"  # noqa: S105 (it opens invented accounts only, and the command prints it)


@dataclass(frozen=True, slots=True)
class Cast:
    """Somebody invented. `part` says in English what they are in the demo, for who runs it."""

    name: str
    email: str
    language: str
    part: str


MAITE = Cast("Maïté Lavoie", "maite@example.org", "fr", "guides strategy; in a pair well under way")
IBRAHIM = Cast("Ibrahim Ndiaye", "ibrahim@example.org", "fr", "guides culture; her partner")
PRIYA = Cast("Priya Nair", "priya@example.org", "en", "in a pair that has just begun")
OWEN = Cast("Owen Tremblay", "owen@example.org", "en", "her partner")
ETIENNE = Cast(
    "Étienne Kanapé", "etienne@example.org", "fr", "instructor, with a module half written; waits for a partner"
)
ROSALIE = Cast("Rosalie Nguyen-Roy", "rosalie@example.org", "fr", "coordinator of the programme")
SOLANGE = Cast("Solange Picard", "solange@example.org", "fr", "administrator")

EVERYBODY = (MAITE, IBRAHIM, PRIYA, OWEN, ETIENNE, ROSALIE, SOLANGE)

# Whom Étienne has invited: nobody here yet.
INVITED = "sandrine@example.org"
