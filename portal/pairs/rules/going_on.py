"""Two people whose pair closed when one left its programme: together again in the open one, if both say so."""

from dataclasses import dataclass

from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class GoingOn:
    """What stands for and against it, for one of the two."""

    closed: bool
    left: bool
    """It closed because one of the two left its programme."""
    in_open_program: bool
    partner_is_gone: bool
    blocked_by_me: bool
    blocked_by_partner: bool
    """Never told: to who is blocked, the other simply has not said yes."""
    paired_again: bool
    """The two have begun another pair meanwhile."""
    frozen_by_me: bool
    said_by_me: bool
    said_by_partner: bool

    @property
    def may_be_said(self) -> bool:
        """Whether the reader can say, or take back, that they go on."""
        stands_against = self.in_open_program or self.partner_is_gone or self.blocked_by_me or self.paired_again
        return self.closed and self.left and not stands_against

    @property
    def partner_is_heard(self) -> bool:
        """Whether the reader is told of the other's yes: who froze the pair gets no news of them."""
        return self.said_by_partner and not self.frozen_by_me

    @property
    def is_settled(self) -> bool:
        """Both said so, and nothing stands between them."""
        return self.may_be_said and self.said_by_me and self.said_by_partner and not self.blocked_by_partner

    @property
    def is_done(self) -> bool:
        """The pair lives in the open programme: saying it again changes nothing."""
        return self.in_open_program and not self.closed

    def refuse(self) -> None:
        """Raises where this pair is not to go on, or not by the reader's word."""
        if not self.may_be_said:
            raise Refusal(_l("This pair cannot go on in the open programme. Here is where it stands now."))
