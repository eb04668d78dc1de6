"""Where the views of this slice register."""

from flask import Blueprint

bp = Blueprint("catalogue", __name__)
