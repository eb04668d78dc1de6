"""When meetings do not take place: a smaller step, before the momentum is gone. Nobody is at fault."""

IN_A_ROW = 2
SMALLER = 15
"""Minutes."""


def offers_smaller_step(cancelled_in_a_row: int, *, is_any_open: bool) -> bool:
    """`cancelled_in_a_row`: how many that were agreed were cancelled since one was last held.

    Once another is proposed or agreed, the two have found their next step.
    """
    return cancelled_in_a_row >= IN_A_ROW and not is_any_open
