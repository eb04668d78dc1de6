"""What an administrator asks for."""

from wtforms import HiddenField
from wtforms.validators import AnyOf

from portal.accounts.rules import SiteRole
from portal.kernel.forms import PortalForm


class RoleForm(PortalForm):
    """Which role is given or taken; the button carries it."""

    role = HiddenField(validators=[AnyOf([role.value for role in SiteRole])])

    def value(self) -> SiteRole:
        return SiteRole(str(self.role.data))
