"""50 clicks at once on one declaration, 200 rounds of four situations: python -m tests.bench.review [sqlite|postgres]
[count] [rounds]."""

import sys
import time

from tests.support import run
from tests.web.review import people
from tests.web.review.crowd import SITUATIONS, Desk, arrive, back_again, round_of
from web.review import invariants


def main() -> None:
    """Run the rounds and print what they came to; an assertion fails where a click had an effect too many or too few."""
    which = sys.argv[1] if len(sys.argv) > 1 else "sqlite"
    count, rounds = (int(text) for text in (sys.argv[2:4] or ("50", "200")))
    for _ in people.occupied(which):
        people.climbed("report")
        with people.later(13):
            desk, start = arrive(), time.perf_counter()
            for number in range(rounds):
                round_of(desk, count, SITUATIONS[number % len(SITUATIONS)])
                back_again()
            seconds = time.perf_counter() - start
        assert run(invariants.broken()) == []
    _say(desk, which, count, seconds)


def _say(desk: Desk, which: str, count: int, seconds: float) -> None:
    rounds = sum(desk.rounds.values())
    print(f"{which}: {rounds} rounds of {count} at once, one effect each, {seconds:.0f} s")
    for situation, times in desk.rounds.items():
        print(f"  {situation}: {times} rounds, {times} effects")
    for told, times in sorted(desk.told.items()):
        print(f"  told of {told}: {times}")
    print(f"  not told: {rounds * (count - 1) - sum(desk.told.values())}")


if __name__ == "__main__":
    main()
