"""What must hold of every declaration and of the log at any moment, whatever was done: checked, never repaired."""

from web.review import conclusion_invariants, log_invariants, path_invariants, unit_invariants  # noqa: F401  # they register theirs
from web.review.facts import INVARIANTS, facts
from web.review.path_invariants import state_is_known


async def broken() -> list[str]:
    """Everything that does not hold, as "invariant: what"; empty when all holds."""
    known = await facts()
    if unknown := [f"state_is_known: {sentence}" for sentence in state_is_known(known)]:
        return unknown
    return [f"{name}: {sentence}" for name, check in INVARIANTS.items() for sentence in check(known)]
