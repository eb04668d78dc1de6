"""What a search among the lessons answers."""

from portal.curriculum.queries.search import MOST_FOUND, lessons_with, terms_with
from portal.curriculum.rules.search import LONGEST_QUERY, marked, passage, sought
from portal.kernel.answers import invalid, page
from portal.kernel.i18n import current_language


def search(query: str) -> str | tuple[str, int]:
    """The lessons and the terms that hold the words of the query. One without any word finds nothing."""
    if len(query) > LONGEST_QUERY:
        return invalid("catalogue/search.html", query=query, is_too_long=True, most_characters=LONGEST_QUERY)
    words, language = sought(query), current_language()
    return page(
        "catalogue/search.html",
        query=query,
        is_too_long=False,
        words=words,
        lessons=lessons_with(words, language) if words else [],
        terms=terms_with(words, language) if words else [],
        most_lessons=MOST_FOUND,
        marked=marked,
        passage=passage,
    )
