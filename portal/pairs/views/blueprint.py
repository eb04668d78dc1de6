"""The blueprint that all pages of the pair share."""

from flask import Blueprint

from portal.kernel.identity import signed_in
from portal.pairs import queries
from portal.pairs.rules import MyPair

bp = Blueprint("pairs", __name__)


def as_it_is_now(pair: MyPair) -> MyPair:
    """The pair read again, after something about it was refused."""
    return queries.my_pair(signed_in(), pair=pair.id) or pair
