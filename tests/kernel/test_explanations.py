"""Words explained where they stand: once, in running text, and with nothing of them taken for markup."""

from portal.kernel.explanations import Explainer, Explanation


def explanation(*names: str, key: str = "it", in_bold_only: bool = False) -> Explanation:
    return Explanation(key, names, "What <it> means.", "/glossary#it", "More", in_bold_only)


def explained(html: str, *explanations: Explanation) -> str:
    return Explainer(explanations or (explanation("house rules"),)).explain(html)


def test_a_word_is_explained_where_it_comes_first_and_nowhere_else() -> None:
    explainer = Explainer([explanation("house rules")])
    first = explainer.explain("<p>The house rules, and the house rules.</p>")
    assert first.startswith('<p>The <button type="button" class="term" popovertarget="term-it">house rules</button>')
    assert first.count("popovertarget") == 1
    assert "What &lt;it&gt; means." in first
    assert explainer.explain("<p>House rules</p>") == "<p>House rules</p>"


def test_several_capitals_and_other_names_are_the_same_word() -> None:
    assert ">Hashtags</button>" in explained("<p>Hashtags work.</p>", explanation("hashtag"))
    assert ">netiquette</button>" in explained("<p>It is netiquette.</p>", explanation("house rules", "netiquette"))


def test_a_word_within_another_is_not_it() -> None:
    for text in ("<p>Outreach</p>", "<p>reach-out</p>", "<p>reached</p>"):
        assert explained(text, explanation("reach")) == text


def test_titles_links_headings_and_quotations_keep_their_words() -> None:
    for tag in ("em", "h3", "code", "blockquote"):
        text = f"<{tag}>house rules</{tag}>"
        assert explained(text) == text
    assert explained('<p><a href="https://x.org/">house rules</a></p>').count("<button") == 0
    assert explained("<p><em>house</em> and house rules</p>").count("<button") == 1


def test_an_everyday_word_is_explained_in_bold_only() -> None:
    everyday = explanation("post", in_bold_only=True)
    assert explained("<p>A post.</p>", everyday).count("<button") == 0
    assert explained("<p>A <strong>post</strong>.</p>", everyday).count("<button") == 1


def test_two_words_of_one_line_are_both_explained_and_no_meaning_explains_itself() -> None:
    html = explained(
        "<p>Alt text, then captions.</p>", explanation("alt text", key="a"), explanation("captions", key="b")
    )
    assert html.count("<button") == 2
    assert html.count("popover>") == 2
