"""kill -9 of the server at 200 random moments while files travel, resumable and by the plain form, in turn.

python -m tests.bench.uploads [kills]
"""

import sys
import tempfile
import time
from pathlib import Path

import tests.conftest  # noqa: F401  (a data folder of its own)
from tests.web.evidence.test_tus import killed_at_random


def main() -> None:
    """Runs, and prints one line of figures."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        travel = killed_at_random(Path(folder), kills, 2026)
    print(
        f"{kills} kills: {travel.told} acknowledgements, 0 lost; {travel.number} files taken, none twice, none half; "
        f"{travel.again} bytes had arrived beyond what was acknowledged; {time.monotonic() - begun:.0f} s"
    )


if __name__ == "__main__":
    main()
