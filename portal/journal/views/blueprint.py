"""The blueprint that all pages of the journal share."""

from flask import Blueprint

journal = Blueprint("journal", __name__)
