"""What a new lesson begins with in each language: the five steps, and in each a word about what belongs there.

Both are whole lessons with the same steps, the same questions and the same right answers. What stands between ⟨ and ⟩
speaks to the author alone, who writes over it; what the two are asked may stay as it is.
"""

import re

_FRENCH = """\
---
title: {title}
minutes: 8
objective: ⟨Dire en une phrase ce que la personne saura faire à la fin.⟩
---

## Lire\u00a0: ⟨Donnez un titre à ce que l’on lit⟩

⟨Écrivez ici ce qu’il faut savoir, en 450 mots au plus.⟩ ⟨Commencez par un exemple vrai.⟩ ⟨Une idée par paragraphe.⟩

## Essayer\u00a0: ⟨Donnez un titre à l’essai⟩

⟨Dites quoi faire, en solo ou à deux, sur un vrai réseau ou dans un vrai dossier.⟩ ⟨Dites aussi en combien de temps.⟩

## Vérifier

**⟨Posez ici une question que l’on se pose pour de vrai.⟩ Que répondez-vous?**

- [ ] ⟨Écrivez une réponse tentante, mais fausse.⟩
  > ⟨Dites pourquoi elle tente, et ce qu’elle oublie.⟩
- [x] ⟨Écrivez la bonne réponse.⟩
  > ⟨Dites pourquoi c’est la bonne.⟩
- [ ] ⟨Écrivez une autre réponse, fausse elle aussi.⟩
  > ⟨Dites ce qui lui manque.⟩

**⟨Posez ici une seconde question, sur un autre point.⟩ Que faites-vous?**

- [x] ⟨Écrivez la bonne réponse à celle-ci.⟩
  > ⟨Dites ce qui la rend bonne.⟩
- [ ] ⟨Écrivez une réponse que l’on donne souvent, mais fausse.⟩
  > ⟨Dites pourquoi on la donne, et ce qu’elle oublie.⟩
- [ ] ⟨Écrivez une dernière réponse, fausse elle aussi.⟩
  > ⟨Dites ce qu’elle laisse de côté.⟩

## Échanger

### Je guide

- Quelle question poseriez-vous pour aider sans donner la réponse?

### J’apprends

- Qu’avez-vous trouvé surprenant?

## Réfléchir

### Je guide

Qu’avez-vous appris en guidant?

### J’apprends

Que ferez-vous autrement cette semaine?

### Ce que j’ai entendu

«\u00a0Pour vous, ce qui compte, c’est…\u00a0» Ai-je bien entendu?
"""

_ENGLISH = """\
---
title: {title}
minutes: 8
objective: ⟨Say in one sentence what a person can do at the end.⟩
---

## Read: ⟨Give what is read a title⟩

⟨Write here what one needs to know, in 450 words at most.⟩ ⟨Begin with a true example.⟩ ⟨One idea a paragraph.⟩

## Try: ⟨Give what is tried a title⟩

⟨Say what to do, alone or together, on a real network or in a real file.⟩ ⟨Say how long it takes too.⟩

## Check

**⟨Ask a question here that people really meet.⟩ What do you answer?**

- [ ] ⟨Write an answer that tempts, and is wrong.⟩
  > ⟨Say why it tempts, and what it forgets.⟩
- [x] ⟨Write the right answer.⟩
  > ⟨Say why it is right.⟩
- [ ] ⟨Write another answer, wrong as well.⟩
  > ⟨Say what it lacks.⟩

**⟨Ask a second question here, on another point.⟩ What do you do?**

- [x] ⟨Write the right answer to this one.⟩
  > ⟨Say what makes it right.⟩
- [ ] ⟨Write an answer that many give, and that is wrong.⟩
  > ⟨Say why many give it, and what it forgets.⟩
- [ ] ⟨Write a last answer, wrong as well.⟩
  > ⟨Say what it leaves out.⟩

## Talk

### I guide

- What question would help without giving the answer away?

### I learn

- What surprised you?

## Reflect

### I guide

What did you learn by guiding?

### I learn

What will you do differently this week?

### What I heard

“For you, what counts is…” Did I hear it right?
"""

_FURTHER = {
    "fr": "- ⟨Auteur ou autrice, «\u00a0Titre\u00a0», année\u00a0: ce qu’on y trouve.⟩",
    "en": "- ⟨Author, “Title”, year: what is in it.⟩",
}

_TEMPLATES = {"fr": _FRENCH, "en": _ENGLISH}
_TO_AUTHORS = re.compile("⟨(.*?)⟩")


def begun(language: str, title: str) -> str:
    """A lesson of this title, for its author to write over."""
    return _unmarked(_TEMPLATES[language]).format(title=title)


def begun_further(language: str) -> str:
    """What stands first where a lesson goes further."""
    return _unmarked(_FURTHER[language])


def said_to_authors(language: str) -> tuple[str, ...]:
    """Every sentence that must be written over."""
    return tuple(_TO_AUTHORS.findall(_TEMPLATES[language] + _FURTHER[language]))


def _unmarked(text: str) -> str:
    return _TO_AUTHORS.sub(r"\1", text)
