"""J'ai vu: until when."""

from datetime import UTC, datetime

from wtforms import HiddenField

from portal.kernel.forms import PortalForm


class SeenForm(PortalForm):
    """Carries the moment at which the page was made: what came after it is still new."""

    until = HiddenField()

    def value(self) -> datetime | None:
        """The moment, aware, or None for what is no moment."""
        try:
            found = datetime.fromisoformat(str(self.until.data))
        except ValueError:
            return None
        return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
