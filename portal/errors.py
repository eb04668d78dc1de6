"""What a person sees when something goes wrong: what happened, what was kept, how to go on."""

import logging

from flask import Flask, request
from flask import Response as FlaskResponse
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.response import Response

from portal.accounts.forms import SignInForm
from portal.accounts.queries import Owner, owner_of_session
from portal.kernel import form_keys, interrupted
from portal.kernel.access import is_for_visitors
from portal.kernel.answers import invalid, page, see_other
from portal.kernel.forms import CSRFError, secret_of_form
from portal.kernel.i18n import _l, speaking
from portal.kernel.identity import current_actor
from portal.kernel.refusal import Refusal, Sentence
from portal.kernel.transaction import end_reading

log = logging.getLogger(__name__)

SOON = "30"
"""Seconds after which it is worth asking again."""

# The title and the sentence of each status.
PAGES: dict[int, tuple[Sentence, Sentence]] = {
    400: (_l("This request did not go through"), _l("Go back: what you wrote is still in the page. Then try again.")),
    401: (
        _l("Sign in to go on"),
        _l("Your session has ended. Copy what you wrote, if you need it, and sign in."),
    ),
    403: (_l("This page is not for you"), _l("Your account gives no access to this page. If it should, write to us.")),
    404: (_l("Nothing at this address"), _l("This page does not exist, or is not for you.")),
    405: (_l("This page cannot be used that way"), _l("Go back to the page you came from and use its buttons.")),
    409: (_l("This could not be done"), _l("Something changed in the meantime. Go back and look again.")),
    410: (_l("This link no longer works"), _l("It was used, taken back or replaced, or it has expired.")),
    413: (
        _l("This is too large"),
        _l("It is more than the portal takes here at a time. Go back: what you wrote is still in the page."),
    ),
    422: (_l("Something is missing"), _l("Go back, look at the form again, and send it once more.")),
    429: (_l("A little patience"), _l("There were many tries in a short time. Wait a moment, then try again.")),
    500: (_l("Something went wrong on our side"), _l("Nothing you had saved is lost. Try again in a moment.")),
    503: (_l("Back in a moment"), _l("The portal cannot answer right now. Nothing you had saved is lost.")),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(OperationalError, _database_gone)
    app.register_error_handler(Exception, _broken)
    app.after_request(_ask_again_soon)


def error_page(status: int, sentence: Sentence | None = None) -> tuple[str, int]:
    """The page for this status; `sentence` tells more than the usual one."""
    end_reading()
    title, usual = PAGES.get(status, PAGES[500])
    sentence = sentence or usual
    written = interrupted.written()
    return page("errors/error.html", status=status, title=title, sentence=sentence, written=written), status


def _http_error(error: HTTPException) -> tuple[str, int] | Response:
    if error.response is not None:
        return error.response
    status = error.code or 500
    if status == 401:  # noqa: PLR2004
        return _interrupted()
    if status == 404 and (address := form_keys.led_to()):  # noqa: PLR2004
        return see_other(address)
    return error_page(status if status in PAGES else 400 if status < 500 else 500)  # noqa: PLR2004


def _refused(refusal: Refusal) -> tuple[str, int]:
    return error_page(refusal.status, refusal.sentence)


def _expired_form(_error: CSRFError) -> tuple[str, int]:
    return _interrupted()


def _interrupted() -> tuple[str, int]:
    """A form whose session is over, or is not the one that sends it: its words go back to whom they belong."""
    end_reading()
    actor, written, owner = current_actor(), interrupted.written(), _owner_of_form()
    if written and (is_for_visitors() or (actor and owner and actor.id == owner.id)):
        return interrupted.send_again(written), 400
    kept = interrupted.sealed(written, owner.id) if written and owner else ""
    if owner and kept:
        with speaking(actor.language if actor else owner.language):
            return invalid("accounts/sign_in.html", 401, form=SignInForm(None, kept=kept), way="")
    return error_page(400 if actor else 401)


def _owner_of_form() -> Owner | None:
    """For whom we made the form that was sent."""
    secret = secret_of_form()
    return owner_of_session(secret) if secret else None


def _database_gone(error: OperationalError) -> tuple[str, int] | str:
    _log(error)
    return _without_database(503)


def _broken(error: Exception) -> tuple[str, int] | str:
    _log(error)
    return _without_database(500)


def _ask_again_soon(answer: FlaskResponse) -> FlaskResponse:
    if answer.status_code == 503:  # noqa: PLR2004
        answer.headers.setdefault("Retry-After", SOON)
    return answer


def _without_database(status: int) -> tuple[str, int]:
    """A page that asks nothing of the database: it may be what is broken."""
    title, sentence = PAGES[status]
    written = interrupted.written()
    return page("errors/broken.html", status=status, title=title, sentence=sentence, written=written), status


def _log(error: Exception) -> None:
    """The kind of error and where it happened; never its words, which may hold someone's text."""
    frames = error.__traceback__
    places = []
    while frames:
        places.append(f"{frames.tb_frame.f_code.co_filename}:{frames.tb_lineno}")
        frames = frames.tb_next
    log.error("%s at %s in %s %s", type(error).__name__, " > ".join(places[-6:]), request.method, request.endpoint)
