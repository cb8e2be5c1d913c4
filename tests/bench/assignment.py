"""5,000 dossiers, 300 experts, conflicts at 5 %: how long the assignment takes, and how even it is.

Run: python -m tests.bench.assignment
"""

import random
import time

from web.committee import assignment


def problem(
    dossiers: int, readers: int, share: float
) -> tuple[dict[tuple[int, int], int], set[tuple[int, int]]]:
    """Costs and conflicts of an invented sitting, always the same."""
    dice = random.Random(20261123)
    forbidden = {(at, reader) for at in range(dossiers) for reader in range(readers) if dice.random() < share}
    costs = {
        (at, reader): assignment.SAME if at % 30 == reader % 30 else assignment.NEAR
        for at in range(dossiers)
        for reader in range(at % 3, readers, 3)
    }
    return costs, forbidden


def main() -> None:
    costs, forbidden = problem(5000, 300, 0.05)
    began, busy = time.perf_counter(), time.process_time()
    readings = assignment.balanced(5000, 300, costs, forbidden)
    took, worked = time.perf_counter() - began, time.process_time() - busy
    counted = assignment.loads(readings, 300)
    same = sum(reading.reason == "同一专业" for reading in readings)
    print(
        f"{took:.2f} s ({worked:.2f} s of processor time), {len(readings)} readings, "
        f"loads {min(counted)} to {max(counted)}, same specialty {same / len(readings):.0%}"
    )
    assert not {(reading.dossier, reading.reader) for reading in readings} & forbidden
    assert len(readings) == 5000 * 3 and max(counted) - min(counted) <= 1, "loads apart by more than one"
    assert worked < 10, "the budget is 10 s"


if __name__ == "__main__":
    main()
