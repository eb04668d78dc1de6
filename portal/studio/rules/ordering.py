"""The order of the lessons of a module: each has a position, from 1 to 99, that its folder bears."""

from collections.abc import Mapping

LAST = 99


def swapped(positions: Mapping[str, int], moving: str, *, up: bool) -> Mapping[str, int]:
    """The positions that change when this lesson takes the place of its neighbour; none at either end."""
    order = sorted(positions, key=lambda one: positions[one])
    place = order.index(moving) + (-1 if up else 1)
    if not 0 <= place < len(order):
        return {}
    neighbour = order[place]
    return {moving: positions[neighbour], neighbour: positions[moving]}


def next_position(positions: Mapping[str, int]) -> int:
    """After all the others; where the last number is taken, the first that is free. 0 for none."""
    after = max(positions.values(), default=0) + 1
    taken = set(positions.values())
    return after if after <= LAST else next((one for one in range(1, LAST + 1) if one not in taken), 0)
