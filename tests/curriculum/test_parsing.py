"""Reading a document: what is right comes out whole, what is wrong is told with its line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.curriculum.rules import LessonText, StepKind, parse
from portal.kernel.markup import render
from portal.shipped import shipped
from tests.curriculum.lessons import ENGLISH, FRENCH

LINES = ENGLISH.split("\n")


def line_of(text: str, source: str = ENGLISH) -> int:
    """The last line, from 1, that begins with this text."""
    return max(n for n, line in enumerate(source.split("\n"), start=1) if line.startswith(text))


def problems(source: str, language: str = "en") -> list[tuple[int, str]]:
    return [(problem.line, str(problem.sentence)) for problem in parse(source, language).problems]


def lesson(source: str, language: str = "en") -> LessonText:
    reading = parse(source, language)
    assert not problems(source, language)
    assert reading.lesson is not None
    return reading.lesson


def changed(old: str, new: str) -> str:
    assert ENGLISH.count(old) >= 1
    return ENGLISH.replace(old, new, 1)


def test_a_lesson_is_read_whole() -> None:
    found = lesson(ENGLISH)
    assert (found.title, found.minutes) == ("From megaphone to conversation", 8)
    assert found.objective == "Tell a broadcast post from a conversation, and say why."
    assert [step.key for step in found.steps] == ["read-1", "try-1", "check-1", "talk-1", "reflect-1"]
    assert [step.title for step in found.steps] == ["Two ways", "One thread, four eyes", "", "", ""]
    assert found.steps[0].text == "A post that answers **nobody** is a megaphone."
    assert found.further == "- Kent and Taylor, 2002: five habits."
    assert (found.dated, found.notice) == ("", "")


def test_the_questions_are_read_whole() -> None:
    step = lesson(ENGLISH).steps[2]
    first, second = step.questions
    assert first.text == "A follower says your figure is wrong. What comes first?"
    assert [(option.text, option.right) for option in first.options] == [
        ("Delete the comment.", False),
        ("Read the whole thread.", True),
    ]
    assert first.options[0].feedback == "Deleting tells everyone else that nobody listens."
    assert (first.right_option, second.right_option) == (1, 0)


def test_the_prompts_are_read_whole() -> None:
    talk, reflect = lesson(ENGLISH).steps[3:]
    assert talk.prompts.both == "Keep the thread in sight."
    assert talk.prompts.guide == "- What would have embarrassed you?"
    assert talk.prompts.learner == "- What did I assume?"
    assert reflect.prompts.hearing == '"For you, two-way means..." Did I hear it right?'
    assert reflect.text == talk.text == ""
    assert lesson(ENGLISH).reflect is reflect or lesson(ENGLISH).reflect == reflect


def test_french_has_its_own_words() -> None:
    found = lesson(FRENCH, "fr")
    assert [step.kind for step in found.steps] == list(StepKind)
    assert found.objective == "Distinguer une annonce d’une conversation : dire pourquoi."
    assert found.steps[0].title == "Deux sens"
    assert found.steps[3].prompts.learner == "- Qu’ai-je présumé?"
    assert found.further.startswith("- Kent")


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("## Vérifier", "## Ve\u0301rifier"),
        ("## Lire : Deux", "## LIRE\u202f: Deux"),
        ("## Lire : Deux", "## Lire\u00a0: Deux"),
        ("### J’apprends", "### J'apprends"),
        ("### Ce que j’ai entendu", "###   Ce que  j'ai entendu"),
    ],
)
def test_a_heading_is_known_however_it_is_typed(written: str, spelled: str) -> None:
    assert lesson(FRENCH.replace(written, spelled), "fr") == lesson(FRENCH, "fr")


def test_windows_lines_and_a_mark_at_the_start_change_nothing() -> None:
    assert lesson("\ufeff" + ENGLISH.replace("\n", "\r\n")) == lesson(ENGLISH)


def test_where_things_stand_is_told() -> None:
    lines = parse(ENGLISH, "en").lines
    assert lines["minutes"] == 3
    assert lines["check-1"] == line_of("## Check")
    assert lines["check-1-2"] == line_of("**And then?**")


def test_two_steps_of_a_kind_are_numbered() -> None:
    found = lesson(changed("## Try:", "## Read: More\nMore to read.\n\n## Try:"))
    assert [step.key for step in found.steps][:3] == ["read-1", "read-2", "try-1"]


def test_the_two_keys_that_may_be_left_out() -> None:
    found = lesson(changed("minutes: 8", "minutes: 8\ndated: November 2026\nnotice: General information: no advice."))
    assert (found.dated, found.notice) == ("November 2026", "General information: no advice.")


# Each: what is put in place of what, the words that begin the line of the problem, and a part of its sentence.
WRONG = [
    ("---\ntitle", "title", 1, "must begin with its front matter"),
    ("why.\n---", "why.", 1, "Close the front matter"),
    ("minutes: 8", "minutes:", "minutes:", "“key: value”"),
    ("minutes: 8\n", "", 1, "needs “minutes: …”"),
    ("title: From megaphone to conversation\n", "", 1, "needs “title: …”"),
    ("minutes: 8", "minutes: 0", "minutes: 0", "whole number from 1 to 60"),
    ("minutes: 8", "minutes: 61", "minutes: 61", "whole number from 1 to 60"),
    ("minutes: 8", "minutes: ٨", "minutes: ٨", "whole number from 1 to 60"),
    ("minutes: 8", f"minutes: {'9' * 5000}", "minutes: 9", "whole number from 1 to 60"),
    ("minutes: 8", "minutes: 8\nauthor: Noor", "author", "“author” is no key"),
    ("minutes: 8", "minutes: 8\nminutes: 9", "minutes: 9", "for the second time"),
    ("title: From", f"title: {'x' * 200} From", "title:", "200 characters or fewer"),
    ("## Read: Two", "A word too early.\n\n## Read: Two", "A word", "Put this text under a step"),
    ("## Read: Two ways", "## Reading: Two ways", "## Reading", "A step begins with one of: Read, Try"),
    ("## Read: Two ways", "## Lire : Deux sens", "## Lire", "A step begins with one of: Read, Try"),
    ("## Read: Two ways", "## ", 7, "A step begins with one of: Read, Try"),
    ("## Read: Two ways", "## Try: Two ways", 7, "A lesson has something to read"),
    ("A post that answers **nobody** is a megaphone.\n", "", "## Read", "This step is empty"),
    ("- Kent and Taylor, 2002: five habits.", "", "## Further", "This step is empty"),
    ("## Further", "## Further\nOne.\n\n## Further", "## Further", "for the second time"),
    ("is a megaphone.", "is a megaphone. " + "word " * 445, "## Read", "has 453 words. Keep it to 450"),
    ("is a megaphone.", "is a megaphone.\n\n# Shout", "# Shout", "no other heading"),
    ("is a megaphone.", "is a megaphone.\n\n#### Whisper", "#### Whisper", "no other heading"),
    ("is a megaphone.", "is a megaphone.\n\n##Shout", "##Shout", "very start of its line"),
    ("is a megaphone.", "is a megaphone.\n\n ## Try: x", " ## Try", "very start of its line"),
    ("is a megaphone.", "is a megaphone.\n---", "---", "makes a heading of it"),
    ("is a megaphone.", "is a megaphone.\n===", "===", "makes a heading of it"),
    ("is a megaphone.", "is a <b>megaphone</b>.", "A post", "HTML is not shown"),
    ("is a megaphone.", "is a megaphone. <!-- no -->", "A post", "HTML is not shown"),
    ("is a megaphone.", "is a [megaphone](../02/en.md).", "A post", "“../02/en.md” leads nowhere"),
    ("is a megaphone.", "is a [megaphone]().", "A post", "“” leads nowhere"),
    ("is a megaphone.", "is a [megaphone](https://).", "A post", "its address is missing"),
    ("is a megaphone.", "is a [megaphone](javascript:alert(1)).", "A post", "leads nowhere"),
    ("is a megaphone.", "is a [megaphone][1].\n\n[1]: https://example.org", "[1]:", "right after the words"),
    ("is a megaphone.", "is ![](media/megaphone.png).", "A post", "Say what this picture shows"),
    ("is a megaphone.", "is ![a](https://example.org/a.png).", "A post", "Add this picture to the lesson"),
    ("is a megaphone.", "is ![a](media/../../secret.png).", "A post", "plain letters, digits and hyphens"),
    ("is a megaphone.", "is ![a](media/été.png).", "A post", "plain letters, digits and hyphens"),
    ("is a megaphone.", "is a mega\0phone.", "A post", "cannot be kept"),
    ("is a megaphone.", "is a megaphone.\n\n```\n## Try: code", 10, "This block of code has no end"),
    ("**A follower says your figure is wrong. What comes first?**\n", "", "- [ ] Delete", "no question above it"),
    ("**A follower says", "A follower says", "- [ ] Delete", "no question above it"),
    ("- [x] Read the", "- [ ] Read the", "**A follower", "exactly one option"),
    ("- [ ] Delete", "- [x] Delete", "**A follower", "exactly one option"),
    ("- [ ] Wait.\n  > Someone else will answer.\n", "", "**And then", "two to five options"),
    ("- [ ] Wait.", "- [ ] a\n  > f\n" * 4 + "- [ ] Wait.", "**And then", "two to five options"),
    ("  > Someone else will answer.\n", "", "- [ ] Wait", "Give this option its feedback"),
    ("  > Someone else", "  >\n\n> Someone else", "> Someone", "no question, option or feedback"),
    ("  > Someone else", " > Someone else", " > Someone", "no question, option or feedback"),
    ("**And then?**", "**And then?** Well?", "**And then", "no question, option or feedback"),
    ("**And then?**", "**And\n\nthen?**", "**And", "no question, option or feedback"),
    ("**And then?**\n\n- [x] Answer.", "- [x] Answer.", "**A follower", "exactly one option"),
    ("  > Someone else will answer.\n", "  > Someone else.\n**And\nso", "**And", "no question, option or feedback"),
    ("**And then?**", "**And then? ![x](media/x.png)**", "**And then", "Neither a question nor its options"),
    ("### I guide\n- What would have", "- What would have", "## Talk", "Address both roles"),
    (
        "### I learn\n- What did",
        "### I Listen\n- What did",
        "### I Listen",
        "Use one of: I guide, I learn, What I heard.",
    ),
    ("### I learn\n- What did", "###\n- What did", 34, "This heading addresses nobody"),
    ("### I learn\n- What did", "### I guide\n- What did", 34, "for the second time"),
    (
        "- What did I assume?",
        "- What did I assume?\n\n### What I heard\nYou said…",
        "## Talk",
        "belongs under the Reflect",
    ),
    ("### What I heard", "### I guess", "## Reflect", "Open the hearing"),
    ("## Talk", "## Reflect", "## Reflect", "one Reflect only"),
    ("## Reflect", "## Talk", 49, "A lesson ends with a Reflect"),
    ("## Further", "## Read: More\nMore.\n\n## Further", "## Reflect", "Reflect comes last"),
]


@pytest.mark.parametrize(("old", "new", "line", "part"), WRONG, ids=[f"{w[3]}-{n}" for n, w in enumerate(WRONG)])
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, line: int | str, part: str) -> None:
    source = changed(old, new)
    at = line if isinstance(line, int) else line_of(line, source)
    found = problems(source)
    assert any(number == at and part in sentence for number, sentence in found), found


def test_everything_wrong_is_told_at_once_and_in_order() -> None:
    source = changed("minutes: 8", "minutes: many").replace("## Try", "## Attempt").replace("- [x] Read", "- [ ] Read")
    found = problems(source)
    assert [number for number, _ in found] == [3, line_of("## Attempt", source), line_of("**A follower", source)]


def test_one_mistake_is_told_once() -> None:
    for old, new in (("## Reflect", "## Reflection"), ("---\ntitle", "title"), ("## Read:", "## Reading:")):
        assert len(problems(changed(old, new))) == 1


def test_no_lesson_comes_out_of_what_cannot_be_told() -> None:
    for source in ("", "---", ENGLISH.replace("## Try", "## Attempt"), ENGLISH.replace("title: ", "tilte: ")):
        assert parse(source, "en").lesson is None
        assert problems(source)


@pytest.mark.parametrize(
    "text",
    [
        "#hashtag is no heading",
        "It costs < 5 $ <3",
        "See <https://example.org/a_b> or [there](https://example.org).",
        "Write `<b>` and `# x` and `![](x)` in code.",
        "```\n# In a block\n## Try: nothing\n<b>\n[x]: y\n```",
        "~~~\n```\n## Try: nothing\n~~~",
        "````\n```\n## Try: nothing\n````",
        "Above\n\n---\n\nBelow",
        "![A megaphone](media/megaphone.png)",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    found = lesson(changed("A post that answers **nobody** is a megaphone.", text))
    assert found.steps[0].text == text
    assert len(found.steps) == 5


def test_addresses_are_no_words_to_read() -> None:
    link = "[there](https://example.org/a/b/c/d) <https://example.org/e/f>"
    lesson(changed("is a megaphone.", "is a megaphone. " + "word " * 441 + link))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("**And then?**", "**And\nthen?**"),
        ("**A follower says your figure is wrong. What", "**A follower says\nyour figure is wrong.\nWhat"),
        ("**And then?**", "__And then?__"),
        ("- [x] Answer.", "* [X] Answer."),
        ("  > Yes, with the figure.", "\n  > Yes, with the figure."),
        ("  > Yes, with the figure.", "\t> Yes, with the figure."),
        ("  > Yes, with the figure.", "    >Yes, with the figure."),
    ],
)
def test_a_question_may_be_typed_in_several_ways(old: str, new: str) -> None:
    assert lesson(changed(old, new)) == lesson(ENGLISH)


def test_options_and_feedback_may_be_wrapped() -> None:
    source = changed(
        "- [x] Answer.\n  > Yes, with the figure.",
        "- [x] Answer\n  at once.\n  > Yes,\n  with\n  > it.\n  >\n  > Twice.",
    )
    option = lesson(source).steps[2].questions[1].options[0]
    assert option.text == "Answer\nat once."
    assert option.feedback == "Yes,\nwith\nit.\n\nTwice."


def test_what_stands_before_the_first_question_is_kept() -> None:
    found = lesson(changed("**A follower", "Two cases, both made up.\n\n**A follower"))
    assert found.steps[2].text == "Two cases, both made up."
    assert len(found.steps[2].questions) == 2


def test_the_lesson_that_is_told_as_an_example_is_right() -> None:
    told = (shipped("lessons") / "README.md").read_text(encoding="utf-8")
    example = told.partition("```markdown\n")[2].partition("\n```\n")[0]
    assert len(lesson(example).steps) == 5


def test_pictures_are_told_with_their_lines() -> None:
    source = changed("is a megaphone.", "is this:\n\n![One](media/one.png) and ![two]( media/two.png )")
    assert parse(source, "en").pictures == ((10, "media/one.png"), (10, "media/two.png"))


pieces = st.one_of(
    st.sampled_from([*LINES, *FRENCH.split("\n"), "```", "---", "## ", "### ", "**", "- [x]", "  > ", "\0", "\ud800"]),
    st.text(max_size=30),
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(pieces, max_size=80).map("\n".join)), st.sampled_from(["fr", "en"]))
def test_no_text_at_all_makes_it_stumble(source: str, language: str) -> None:
    reading = parse(source, language)
    numbers = [problem.line for problem in reading.problems]
    assert numbers == sorted(numbers)
    assert all(1 <= number <= source.count("\n") + source.count("\r") + 1 for number in numbers)
    assert all(str(problem.sentence) for problem in reading.problems)
    assert reading.lesson is not None or numbers


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_line_left_out_or_doubled_never_makes_it_stumble(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(LINES) - 1))
    lines = data.draw(st.sampled_from([LINES[:at] + LINES[at + 1 :], LINES[: at + 1] + LINES[at:], LINES[:at]]))
    reading = parse("\n".join(lines), "en")
    assert reading.lesson is not None or reading.problems


def test_a_text_may_hold_64_kib() -> None:
    room = 64 * 1024 - len(ENGLISH.encode())
    assert problems(ENGLISH + "é" * (room // 2)) == []


def test_what_is_longer_is_refused_on_the_line_where_it_is_too_long_and_not_read() -> None:
    source = ENGLISH + "\n" + ("é" * 499 + "\n") * 70
    at = 1 + source.encode()[: 64 * 1024].count(b"\n")
    reading = parse(source, "en")
    assert reading.lesson is None
    assert [(problem.line, "64 KiB" in str(problem.sentence)) for problem in reading.problems] == [(at, True)]


@pytest.mark.parametrize(
    ("deep", "at"),
    [
        ("> " * 21 + "x", 0),
        (">" * 21 + "x", 0),
        ("- " * 21 + "x", 0),
        ("1. " * 21 + "x", 0),
        ("\n".join("  " * depth + "- x" for depth in range(25)), 20),
        ("\n".join("\t" * depth + "- x" for depth in range(25)), 20),
        ("> - " * 10 + "**x**", 0),
        ("words\n" + "*a _b " * 11 + "x_ x* " * 11, 0),
        ("*" * 41 + "x" + "*" * 41, 0),
    ],
)
def test_what_is_nested_too_deep_is_refused_on_its_line(deep: str, at: int) -> None:
    source = changed("A post that answers", f"{deep}\n\nA post that answers")
    reading = parse(source, "en")
    line = line_of("## Read") + 1 + at
    assert [problem.line for problem in reading.problems] == [line]
    assert "20" in str(reading.problems[0].sentence)


@pytest.mark.parametrize("deep", ["> " * 20 + "x", "- " * 20 + "x", "> - " * 9 + "**x**", "**a** _b_ " * 50])
def test_twenty_levels_are_read_and_shown(deep: str) -> None:
    reading = parse(changed("A post that answers", f"{deep}\n\nA post that answers"), "en")
    assert reading.problems == ()
    assert "x" in render(deep) or "<strong>a</strong>" in render(deep)
