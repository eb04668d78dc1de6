"""Reading the glossary: what its terms say, and what is wrong in it."""

import pytest

from portal.curriculum.rules import read_glossary

GOOD = """[feedback]
en = ["feedback"]
fr = ["rétroaction"]
avoid = ["feedback"]
meaning.en = "Information about a task."
meaning.fr = "Information donnée sur une tâche."

[pair]
en = ["pair"]
fr = ["duo", "dyade mentorale"]
meaning.en = "The two people matched."
meaning.fr = "Les deux personnes jumelées."
"""


def test_terms_come_in_the_order_of_the_file() -> None:
    terms, problems = read_glossary(GOOD)
    assert problems == []
    assert [(term.slug, term.names["fr"], term.avoid) for term in terms] == [
        ("feedback", ("rétroaction",), ("feedback",)),
        ("pair", ("duo", "dyade mentorale"), ()),
    ]
    assert terms[0].meaning["en"] == "Information about a task."


@pytest.mark.parametrize(
    ("right", "wrong", "line", "sentence"),
    [
        ("[pair]", "[Pair two]", 8, "not TOML"),
        ("[pair]", "[Pair]", 8, "these keys"),
        ('avoid = ["feedback"]', 'avoided = ["feedback"]', 1, "these keys"),
        ('avoid = ["feedback"]', 'avoid = "feedback"', 1, "a list of words"),
        ('fr = ["duo", "dyade mentorale"]', "fr = []", 8, "names in “fr”"),
        ('avoid = ["feedback"]', 'everyday = "yes"', 1, "true or false"),
        ('meaning.en = "The two people matched."\n', "", 8, "meaning.en"),
    ],
)
def test_a_wrong_term_is_told_with_its_line_and_left_out(right: str, wrong: str, line: int, sentence: str) -> None:
    terms, problems = read_glossary(GOOD.replace(right, wrong))
    assert len(terms) < 2
    assert [problem.line for problem in problems] == [line]
    assert sentence in str(problems[0].sentence)
