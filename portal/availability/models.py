"""When somebody can usually meet."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from portal.kernel.database import Base, Id, ref


class WeeklySlot(Base):
    """Every week, by the clock of where its person is: it moves with their time zone."""

    __tablename__ = "weekly_slot"

    id: Mapped[Id]
    person_id: Mapped[str] = ref("person.id")
    weekday: Mapped[int]
    """From Monday (0) to Sunday (6)."""
    from_minute: Mapped[int]
    to_minute: Mapped[int]

    __table_args__ = (UniqueConstraint("person_id", "weekday", "from_minute"),)
