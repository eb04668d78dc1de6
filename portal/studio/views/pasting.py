"""What is pasted into a text, as Markdown: turned on the server, so that no page runs a converter."""

from flask import Response, jsonify, request

from portal.curriculum.rules import taken_as_heading
from portal.kernel.access import requires_on
from portal.kernel.i18n import LANGUAGES
from portal.kernel.pasting import as_markdown
from portal.kernel.refusal import Refusal
from portal.studio import queries
from portal.studio.policy import WRITE_MODULE
from portal.studio.queries import LessonFound
from portal.studio.views.blueprint import bp


@bp.post("/studio/modules/<module>/lessons/<lesson>/paste")
@requires_on(WRITE_MODULE, queries.my_lesson)
def paste(_found: LessonFound) -> Response | tuple[Response, int]:
    """`language` is that of the text it goes into: its headings may be steps."""
    language = request.form.get("language", "")
    try:
        markdown = as_markdown(
            request.form.get("html", ""),
            lambda words: taken_as_heading(words, language if language in LANGUAGES else LANGUAGES[0]),
        )
    except Refusal as refusal:
        return jsonify(sentence=str(refusal.sentence)), refusal.status
    return jsonify(markdown=markdown)
