"""A process of many threads that count: `python -m tests.proofs.incrementing PERSON THREADS ROUNDS`.

Each round reads a number, adds one and writes it, as any use case does that decides by what it read.
It prints how many rounds were committed.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

from portal.accounts.models import Person
from portal.app import create_app
from portal.kernel.database import db
from portal.kernel.transaction import transaction


def main(person_id: str, threads: int, rounds: int) -> None:
    app = create_app()

    def count(_thread: int) -> int:
        for _ in range(rounds):
            with app.app_context(), transaction():
                person = db.session.get_one(Person, person_id, with_for_update=True)
                person.version += 1
        return rounds

    with ThreadPoolExecutor(threads) as pool:
        print(sum(pool.map(count, range(threads))))  # noqa: T201 (its answer)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
