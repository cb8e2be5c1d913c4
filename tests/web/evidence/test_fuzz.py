"""Three hundred malformed uploads through the real route; tests/bench/fuzz_uploads.py sends ten thousand."""

from pathlib import Path

from tests.bench.fuzz_uploads import fuzz
from tests.live import serving


def test_malformed_uploads_are_answered_and_nothing_unsound_is_kept(tmp_path: Path) -> None:
    with serving(tmp_path / "live") as server:
        found = fuzz(server, 300)
    assert [status for status in found.answers if status == 0 or status >= 500] == []
    assert found.answers[422] and found.answers[400] and found.answers[200]
    assert found.unsound == []
    assert found.kept > 0
    assert found.slowest < 2
    assert found.grown < 50_000_000
