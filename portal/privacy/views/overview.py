"""What is kept about the reader, what for and how long; where to correct it, take it along and delete it."""

from portal.kernel.access import SIGNED_IN, requires
from portal.kernel.answers import page
from portal.privacy.forms import TakeForm
from portal.privacy.views.blueprint import privacy, shown


@privacy.get("/account/privacy")
@requires(SIGNED_IN)
def show() -> str:
    return page("privacy/show.html", **shown(TakeForm()))
