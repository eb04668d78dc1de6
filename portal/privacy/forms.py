"""What people send about their data. Whoever takes everything along, or away, shows again that it is theirs."""

from wtforms import StringField
from wtforms.validators import AnyOf

from portal.accounts.forms import known_password
from portal.kernel.forms import PortalForm
from portal.kernel.i18n import _l
from portal.privacy.rules.taken import Format


class DeleteForm(PortalForm):
    current = known_password(_l("Your password"))

    def value(self) -> str:
        return str(self.current.data)


class TakeForm(PortalForm):
    """Its buttons carry the format."""

    current = known_password(_l("Your password"))
    format = StringField(validators=[AnyOf([one.value for one in Format])])

    def value(self) -> Format:
        return Format(str(self.format.data))
