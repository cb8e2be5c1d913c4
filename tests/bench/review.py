"""50 decisions at once on one declaration, 200 rounds: python -m tests.bench.review [sqlite|postgres] [count] [rounds]."""

import sys
import time

from tests.support import run
from tests.web.review import people
from tests.web.review.crowd import back_again, round_of
from web.review import invariants


def main() -> None:
    """Run the rounds; a declaration that a round ended is replaced by the same one in a fresh database."""
    which = sys.argv[1] if len(sys.argv) > 1 else "sqlite"
    count, rounds = (int(text) for text in (sys.argv[2:4] or ("50", "200")))
    start, done = time.perf_counter(), 0
    while done < rounds:
        for _ in people.occupied(which):
            people.climbed("report")
            with people.later(13):
                while done < rounds:
                    round_of(count)
                    done += 1
                    if not back_again():
                        break
            assert run(invariants.broken()) == []
    seconds = time.perf_counter() - start
    print(f"{which}: {done} rounds of {count} at once, one effect each, {seconds:.0f} s")


if __name__ == "__main__":
    main()
