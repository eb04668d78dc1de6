"""The blueprint that all pages of safety share."""

from flask import Blueprint
from werkzeug.wrappers import Response

safety = Blueprint("safety", __name__)

Answer = Response | str | tuple[str, int]
