"""The blueprint that all pages of the journal share."""

from flask import Blueprint
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

journal = Blueprint("journal", __name__)

Answer = Response | FlaskResponse | str | tuple[str, int] | tuple[FlaskResponse, int]
