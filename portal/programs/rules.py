"""What someone is in a programme."""

from enum import StrEnum

OPEN_PROGRAM_SLUG = "ouvert"


class EnrolmentRole(StrEnum):
    PARTICIPANT = "participant"
    COORDINATOR = "coordinator"
