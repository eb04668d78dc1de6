"""Each rule of the style, seen broken: a whole lesson that keeps them all, and one thing wrong in it at a time."""

import pytest

from portal.curriculum.rules import Term, departures, parse

GLOSSARY = (
    Term("post", {"en": ("post",), "fr": ("publication",)}, {"en": "What one puts online.", "fr": "…"}, ("post",)),
)
ENGLISH = """---
title: Read before you answer
minutes: 5
objective: Restate a public comment before you reply to it.
dated: November 2026
notice: General information, current at the date shown. Not legal advice.
---

## Read: The first reply is a second reading

A comment that stings invites a fast answer. Read it twice first (Nielsen, *Obviously Digital Natives*, 2006).

**Fictional case.** “Your figure is wrong,” writes a reader. It lacks its date.

[Dated example: November 2024] Few people wrote on Facebook.

## Try: Three comments

Pick three comments.

## Check

**Fictional case. A reader says that your figure is wrong. What comes first?**

- [ ] Delete the comment, so that the mistake does not spread.
  > You want people to get the right figure. But nobody is heard.
- [x] Look for what the reader saw.
  > You cannot answer what you have not understood.
- [ ] Reply with a link.
  > A source is useful. But you answer too early.

**Fictional case. And then?**

- [x] Answer, with the figure and its date, where the question was asked.
  > Others read it too.
- [ ] Wait.
  > It calms you. But someone else answers.
- [ ] Thank the reader.
  > It is kind. But the figure is still wrong.

## Talk

### I guide

- Which comment would you rather not have seen?

### I learn

- How do you decide?

## Reflect

### I guide

What did your partner hear?

### I learn

What will you read twice?

### What I heard

“To you, a good reply begins with…” Did I hear it right?

## Further

- Jakob Nielsen, “Participation Inequality: The 90-9-1 Rule”, 2006: who reads.
- Facebook, *Simply Social*, 2010: who writes.
"""
FRENCH = """---
title: Lire avant de répondre
minutes: 5
objective: Reformuler un commentaire public avant d’y répondre.
dated: novembre 2026
notice: Information générale, à jour à la date indiquée. Ce n’est pas un avis juridique.
---

## Lire : La première réponse est une relecture

Un commentaire qui pique appelle une réponse rapide. Lisez-le deux fois (Nielsen, *Les boomers : évidemment*, 2006).

**Cas fictif.** « Votre chiffre est faux », écrit quelqu’un. Il y manque la date, et 10 % du compte.

[Exemple daté : novembre 2024] Peu de gens écrivaient sur Facebook.

## Essayer : Trois commentaires

Choisissez trois commentaires.

## Vérifier

**Cas fictif. On vous dit que votre chiffre est faux. Que faites-vous d’abord?**

- [ ] Supprimer le commentaire, pour que l’erreur ne se répande pas.
  > Vous voulez que le bon chiffre circule. Mais personne n’est entendu.
- [x] Chercher ce que la personne a vu.
  > On ne répond pas à ce qu’on n’a pas compris.
- [ ] Répondre avec un lien.
  > Une source est utile. Mais vous répondez trop tôt.

**Cas fictif. Et ensuite?**

- [x] Répondre avec le chiffre et sa date, là où la question a été posée.
  > D’autres le lisent aussi.
- [ ] Attendre.
  > Cela vous calme. Mais une autre personne répond.
- [ ] Remercier.
  > C’est aimable. Mais le chiffre est encore faux.

## Échanger

### Je guide

- Quel commentaire auriez-vous préféré ne pas voir?

### J’apprends

- Comment décidez-vous?

## Réfléchir

### Je guide

Qu’a entendu l’autre personne?

### J’apprends

Que lirez-vous deux fois?

### Ce que j’ai entendu

« Pour vous, une bonne réponse commence par… » Ai-je bien entendu?

## Pour aller plus loin

- Jakob Nielsen, « Participation Inequality: The 90-9-1 Rule », 2006 (en anglais) : qui lit.
- Facebook, *Digital post*, 2010 (en anglais) : qui écrit.
"""
LESSONS = {"en": ENGLISH, "fr": FRENCH}
NO_BREAK = "\u00a0"
LONG = "One two three " * 9 + "end."
FAST = {"en": "a fast answer", "fr": "une réponse rapide"}

BROKEN = [
    # typography
    ("en", "“Your figure is wrong,”", '"Your figure is wrong,”', "curly quotation marks"),
    ("en", "Pick three comments.", "Pick three of the reader's comments.", "curly apostrophe"),
    ("en", "begins with…”", "begins with...”", "ellipsis"),
    ("en", "What comes first?**", "What comes first ?**", "No space goes before a punctuation mark"),
    ("en", "It lacks its date.", "It lacks 10 % of it.", "No space goes between a number and %"),
    ("en", "Pick three comments.", "Pick  three comments.", "One space is enough"),
    ("fr", f"«{NO_BREAK}Votre chiffre", "« Votre chiffre", "inside « and »"),
    ("fr", f"est faux{NO_BREAK}», écrit", "est faux », écrit", "inside « and »"),
    ("fr", f"«{NO_BREAK}Votre chiffre est faux{NO_BREAK}»", '"Votre chiffre est faux"', "quotation marks as «"),
    ("fr", f"Lire{NO_BREAK}: La", "Lire : La", "before this colon"),
    ("fr", f"Lire{NO_BREAK}: La", "Lire: La", "before this colon"),
    ("fr", "faites-vous d’abord?", f"faites-vous d’abord{NO_BREAK}?", "No space goes before ; ! or ?"),
    ("fr", f"10{NO_BREAK}%", "10 %", "between a number and % or $"),
    ("fr", f"10{NO_BREAK}%", "10%", "between a number and % or $"),
    ("fr", "Choisissez trois commentaires.", "À 9 h, choisissez-en trois.", "within an hour or a large number"),
    ("fr", "Choisissez trois commentaires.", "Il y en a 1 400.", "within an hour or a large number"),
    ("fr", "écrit quelqu’un", "écrit un·e collègue", "No midpoint"),
    ("fr", "quelqu’un", "quelqu'un", "curly apostrophe"),
    # words
    ("en", FAST["en"], "answers from digital natives", "files people by age"),
    ("en", FAST["en"], "what the young do, and the old", "files people by age"),
    ("fr", FAST["fr"], "la réponse des jeunes", "files people by age"),
    ("fr", FAST["fr"], "un avis de tête grise", "files people by age"),
    ("en", FAST["en"], "an answer that is obviously fast", "talks down"),
    ("fr", FAST["fr"], "une réponse: il suffit d’écrire", "talks down"),
    ("en", FAST["en"], "an answer on Instagram", "not the brand “Instagram”"),
    ("fr", FAST["fr"], "une réponse sur Instagram", "not the brand “Instagram”"),
    ("en", "[Dated example: November 2024]", "[Dated example: last fall]", "month and year"),
    ("fr", f"[Exemple daté{NO_BREAK}: novembre 2024]", f"[Exemple daté{NO_BREAK}: 2024]", "month and year"),
    ("fr", FAST["fr"], "une réponse digitale", "numérique"),
    ("fr", FAST["fr"], "un autre post", "rather than « post »"),
    # sentences
    ("en", "Pick three comments.", LONG, "This sentence has 28 words"),
    ("fr", "Choisissez trois commentaires.", LONG, "This sentence has 28 words"),
    # the whole
    ("en", "objective: Restate", "objective: Understand", "can be seen done"),
    ("fr", "objective: Reformuler", "objective: Comprendre", "can be seen done"),
    ("fr", "objective: Reformuler", "objective: La reformulation d’", "can be seen done"),
    ("en", "dated: November 2026\n", "", "give it as “dated”"),
    ("en", "## Try: Three comments\n\nPick three comments.\n", "", "A whole lesson also has: Try."),
    ("en", "- Facebook, *Simply Social*, 2010: who writes.\n", "", "two to four things to read"),
    ("en", "Pick three comments.", "Pick them.\n\n## Read: More\n\n" + "Here it is. " * 150, "words to read in all"),
    ("en", "- [ ] Wait.\n  > It calms you. But someone else answers.\n", "", "three or four options"),
    ("en", "**Fictional case. And then?**", "And then?", "Ask two to four questions here"),
]


WHERE = {
    "give it as “dated”": 5,
    "A whole lesson also has: Try.": 1,
    "two to four things to read": 1,
    "words to read in all": 1,
    "three or four options": 32,
    "Ask two to four questions here": 21,
}
"""The line, where it is not that of the words that were changed."""


def told(source: str, language: str) -> list[str]:
    reading = parse(source, language)
    assert reading.lesson is not None
    return [
        f"{problem.line} {problem.sentence}"
        for problem in departures(source, language, reading.lesson, reading.lines, GLOSSARY)
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_lesson_that_keeps_the_rules_is_told_nothing(language: str) -> None:
    assert parse(LESSONS[language], language).problems == ()
    assert told(LESSONS[language], language) == []


@pytest.mark.parametrize(("language", "right", "wrong", "sentence"), BROKEN)
def test_what_is_broken_is_told_with_its_line(language: str, right: str, wrong: str, sentence: str) -> None:
    before, found, after = LESSONS[language].partition(right)
    assert found, right
    line = before.count("\n") + 1
    said = [one for one in told(before + wrong + after, language) if sentence in one]
    assert said
    assert int(said[0].split()[0]) == (WHERE.get(sentence) or line)


SECOND_RIGHT_TOO = ENGLISH.replace(
    """- [x] Answer, with the figure and its date, where the question was asked.
  > Others read it too.
- [ ] Wait.
  > It calms you. But someone else answers.
""",
    """- [ ] Wait.
  > It calms you. But someone else answers.
- [x] Answer, with the figure and its date, where the question was asked.
  > Others read it too.
""",
)
LONGEST_RIGHT_TOO = ENGLISH.replace(
    "Look for what the reader saw.", "Look for what the reader saw, in the text and beside it."
)


def test_right_answers_that_stand_in_one_place_are_told() -> None:
    assert any("the same place" in one for one in told(SECOND_RIGHT_TOO, "en"))


def test_right_answers_that_are_always_the_longest_are_told() -> None:
    assert not any("longest" in one for one in told(ENGLISH, "en"))
    longest = LONGEST_RIGHT_TOO.replace("Delete the comment, so that the mistake does not spread.", "Delete it.")
    assert any("The longest option is right each time" in one for one in told(longest, "en"))
