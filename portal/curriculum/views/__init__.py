"""What anyone may read without an account: the catalogue, a search in it, and its pictures."""

from portal.curriculum.views import catalogue, pictures
from portal.curriculum.views.blueprint import bp

__all__ = ["bp", "catalogue", "pictures"]
