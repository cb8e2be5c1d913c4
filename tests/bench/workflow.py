"""The machine that does anything, with as many new examples as asked for: python -m tests.bench.workflow
[sqlite|postgres] [examples]. Half of them begin at the submission, half at the acceptance."""

import sys
import time

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.web.review.workflow_machine import SEEN, accepted, fresh
from web.workflow import STATES


def main() -> None:
    """Run them and print what they came to; an example that fails is printed with its steps."""
    which = sys.argv[1] if len(sys.argv) > 1 else "sqlite"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    start = time.perf_counter()
    for machine in (fresh(which), accepted(which)):
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=count // 2, stateful_step_count=30, deadline=None, database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
    seconds = time.perf_counter() - start
    print(f"{which}: {count} examples of up to 30 steps, every invariant after each, {seconds:.0f} s")
    print(
        f"  {len(SEEN)} of {len(STATES)} states seen; never: {', '.join(each for each in STATES if each not in SEEN)}"
    )
    for state, times in SEEN.most_common():
        print(f"  {state}: {times}")


if __name__ == "__main__":
    main()
