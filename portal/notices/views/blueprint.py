"""The blueprint that all pages of notices share."""

from flask import Blueprint
from werkzeug.wrappers import Response

notices = Blueprint("notices", __name__)

Answer = Response | str | tuple[str, int]
