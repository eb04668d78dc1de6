"""Who may do what with a notice. Whose it is is settled by what loads it."""

from portal.kernel.access import found

CHANGE = found("read or clear a notice of one's own")
