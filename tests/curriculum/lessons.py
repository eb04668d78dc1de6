"""A small right lesson in both languages, and folders of modules made of it."""

from collections.abc import Mapping
from pathlib import Path

ENGLISH = """---
title: From megaphone to conversation
minutes: 8
objective: Tell a broadcast post from a conversation, and say why.
---

## Read: Two ways
A post that answers **nobody** is a megaphone.

## Try: One thread, four eyes
Follow one thread on a real network.

## Check
**A follower says your figure is wrong. What comes first?**

- [ ] Delete the comment.
  > Deleting tells everyone else that nobody listens.
- [x] Read the whole thread.
  > Yes: you cannot answer what you have not heard.

**And then?**

- [x] Answer.
  > Yes, with the figure.
- [ ] Wait.
  > Someone else will answer.

## Talk
Keep the thread in sight.

### I guide
- What would have embarrassed you?

### I learn
- What did I assume?

## Reflect
### I guide
What did your partner see?

### I learn
What will you do differently?

### What I heard
"For you, two-way means..." Did I hear it right?

## Further
- Kent and Taylor, 2002: five habits.
"""

FRENCH = """---
title: Du porte-voix à la conversation
minutes: 8
objective: Distinguer une annonce d’une conversation : dire pourquoi.
---

## Lire : Deux sens
Une publication qui ne répond à **personne** est un porte-voix.

## Essayer : Un fil, quatre yeux
Suivez un fil sur un vrai réseau.

## Vérifier
**Une abonnée dit que votre chiffre est faux. Par quoi commencer?**

- [ ] Supprimer le commentaire.
  > Les autres comprennent que personne n’écoute.
- [x] Lire tout le fil.
  > Oui : on ne répond pas à ce qu’on n’a pas entendu.

**Et ensuite?**

- [x] Répondre.
  > Oui, avec le chiffre.
- [ ] Attendre.
  > Quelqu’un d’autre répondra.

## Échanger
Gardez le fil sous les yeux.

### Je guide
- Qu’est-ce qui vous aurait gêné?

### J’apprends
- Qu’ai-je présumé?

## Réfléchir
### Je guide
Qu’est-ce que votre partenaire a vu?

### J’apprends
Que ferez-vous autrement?

### Ce que j’ai entendu
« Pour vous, à double sens, c’est… » Ai-je bien entendu?

## Pour aller plus loin
- Kent et Taylor, 2002 : cinq habitudes.
"""

SHEET = """strand = "{strand}"
position = {position}
requires = [{requires}]

[fr]
title = "{slug} en français"
summary = "Ce que c’est."
outcome = "Ce que le duo saura faire."

[en]
title = "{slug} in English"
summary = "What it is for."
outcome = "What the pair can do."
"""

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""A PNG of one pixel."""


def write_module(
    root: Path,
    slug: str,
    lessons: tuple[str, ...] = ("01-premiere",),
    *,
    strand: str = "culture",
    position: int = 1,
    requires: tuple[str, ...] = (),
) -> Path:
    """The folder of a right module."""
    folder = root / slug
    folder.mkdir(parents=True)
    wanted = ", ".join(f'"{name}"' for name in requires)
    sheet = SHEET.format(strand=strand, position=position, requires=wanted, slug=slug)
    (folder / "module.toml").write_text(sheet, encoding="utf-8")
    for lesson in lessons:
        write_lesson(folder / lesson)
    return folder


def write_lesson(folder: Path, documents: Mapping[str, str] | None = None) -> Path:
    folder.mkdir()
    for language, source in {"fr": FRENCH, "en": ENGLISH, **(documents or {})}.items():
        (folder / f"{language}.md").write_text(source, encoding="utf-8")
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that is there."""
    source = path.read_text(encoding="utf-8")
    if old not in source:
        raise AssertionError(f"{old!r} is not in {path}")
    path.write_text(source.replace(old, new), encoding="utf-8")
