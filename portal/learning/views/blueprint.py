"""The blueprint that the workspace and the lessons share."""

from flask import Blueprint

learning = Blueprint("learning", __name__)
