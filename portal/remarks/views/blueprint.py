"""The blueprint that all pages of remarks share."""

from flask import Blueprint
from werkzeug.wrappers import Response

remarks = Blueprint("remarks", __name__)

Answer = Response | str | tuple[str, int]
