"""The order of the lessons of a module: each has a position, from 1 to 99, that its folder bears."""

from collections.abc import Collection, Mapping, Sequence

LAST = 99


def swapped(positions: Mapping[str, int], moving: str, *, up: bool) -> Mapping[str, int]:
    """The positions that change when this lesson takes the place of its neighbour; none at either end.

    Given in their order: two that have one number, as they once could, have one each afterwards.
    """
    order = sorted(positions, key=lambda one: positions[one])
    place = order.index(moving)
    neighbour = place + (-1 if up else 1)
    if not 0 <= neighbour < len(order):
        return {}
    order[place], order[neighbour] = order[neighbour], order[place]
    numbered = zip(order, _distinct(sorted(positions.values())), strict=True)
    return {one: number for one, number in numbered if positions[one] != number}


def made_way(positions: Mapping[str, int], placed: Collection[str]) -> Mapping[str, int]:
    """The positions that change so that those which were placed have theirs alone: the others go to the end.

    0 for one that finds no number.
    """
    there, away = dict[str, int](), list[str]()
    for one in sorted(positions, key=lambda one: (one not in placed, positions[one])):
        if positions[one] in there.values():
            away.append(one)
        else:
            there[one] = positions[one]
    for one in away:
        there[one] = next_position(there)
    return {one: there[one] for one in away}


def _distinct(places: Sequence[int]) -> Sequence[int]:
    """The same where each is there once; from 1 on where they would pass the last."""
    found: list[int] = []
    for place in places:
        found.append(max(place, found[-1] + 1) if found else place)
    return found if found[-1] <= LAST else range(1, len(found) + 1)


def next_position(positions: Mapping[str, int]) -> int:
    """After all the others; where the last number is taken, the first that is free. 0 for none."""
    after = max(positions.values(), default=0) + 1
    taken = set(positions.values())
    return after if after <= LAST else next((one for one in range(1, LAST + 1) if one not in taken), 0)
