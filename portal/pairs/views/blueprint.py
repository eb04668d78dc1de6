"""The blueprint that all pages of the pair share."""

from flask import Blueprint

bp = Blueprint("pairs", __name__)
