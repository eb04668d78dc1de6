"""Where the views of this slice register."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("studio", __name__)

Answer = Response | str | tuple[str, int] | tuple[Response, int]
