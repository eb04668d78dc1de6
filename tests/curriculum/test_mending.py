"""What one press sets right in a lesson, and all that it leaves alone."""

import pytest

from portal.curriculum.rules.style.mending import mended
from portal.shipped import shipped

FRONT = "---\ntitle: Un titre\nminutes: 8\nobjective: Dire.\n---\n"


@pytest.mark.parametrize(
    ("written", "set_right"),
    [
        ("L'idée qu'on partage", "L’idée qu’on partage"),
        ("Attendez...", "Attendez…"),
        ("Deux  espaces", "Deux espaces"),
        ('Il dit "oui" puis "non".', "Il dit «\u00a0oui\u00a0» puis «\u00a0non\u00a0»."),
        ("«oui» et « non »", "«\u00a0oui\u00a0» et «\u00a0non\u00a0»"),
        ("Ceci : cela", "Ceci\u00a0: cela"),
        ("Ceci: cela", "Ceci\u00a0: cela"),
        ("Vraiment ? Oui !", "Vraiment? Oui!"),
        ("12 % et 5$", "12\u00a0% et 5\u00a0$"),
        ("17 h 30, 10 000", "17\u00a0h 30, 10\u00a0000"),
    ],
)
def test_french(written: str, set_right: str) -> None:
    assert mended(FRONT + written, "fr") == FRONT + set_right
    assert mended(FRONT + set_right, "fr") == FRONT + set_right


@pytest.mark.parametrize(
    ("written", "set_right"),
    [
        ("It's so", "It’s so"),
        ('Say "yes" or "no".', "Say “yes” or “no”."),
        ("Really ? Yes !", "Really? Yes!"),
        ("12 %", "12%"),
    ],
)
def test_english(written: str, set_right: str) -> None:
    assert mended(FRONT + written, "en") == FRONT + set_right


@pytest.mark.parametrize(
    "kept",
    [
        '`l\'option : "x"`',
        "[Le texte](https://example.org/l'article?a=b...c)",
        "<https://example.org/it's>",
        '```\nl\'option : "x"\n```',
        "Voir ![Une image](media/x.png)",
        "[source]: https://example.org/a",
        "Une heure\u00a0: 8:30",
    ],
)
def test_what_nobody_reads_stays(kept: str) -> None:
    assert mended(FRONT + kept, "fr") == FRONT + kept


def test_a_quotation_goes_around_a_link() -> None:
    written = 'Il dit "[oui](https://example.org/a)".'
    assert mended(FRONT + written, "fr") == FRONT + "Il dit «\u00a0[oui](https://example.org/a)\u00a0»."


def test_minutes_that_are_missing_are_counted() -> None:
    without = FRONT.replace("minutes: 8\n", "")
    body = "## Lire\n" + "mot " * 240 + "\n## Réfléchir\nEt vous?"
    assert "\nminutes: 4\n---\n" in mended(without + body, "fr")
    assert "minutes" not in mended("## Lire\nSans page de garde", "fr")


def test_the_front_matter_is_set_too() -> None:
    assert "title: L’idée" in mended(FRONT.replace("Un titre", "L'idée"), "fr")


def test_the_lessons_here_are_right_already() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in shipped("lessons").glob("*/*/*.md")}
    assert [path for path, source in sources.items() if mended(source, path.stem) != source] == []
    assert sources
