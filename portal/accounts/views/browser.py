"""Whether this is the browser in which somebody signed up.

Anyone can sign up with anyone's address. Whoever then confirms that address in another browser chooses the
password again, so that no password is in force that its owner has not chosen.
"""

from hmac import compare_digest

from flask import session

from portal.kernel import links

MARK = "signed-up"


def remember_sign_up(password_hash: str) -> None:
    """The same for a known address, so that the answer tells nothing."""
    session[MARK] = _mark(password_hash)


def has_signed_up(password_hash: str | None) -> bool:
    """Whether the password that is in force was given in this browser."""
    return password_hash is not None and compare_digest(str(session.get(MARK, "")), _mark(password_hash))


def _mark(password_hash: str) -> str:
    return links.token(MARK, "", password_hash)
