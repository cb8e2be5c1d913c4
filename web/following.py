"""What follows from an act in nouns that may not ask those above them: whoever moves a declaration follows."""

from collections.abc import Awaitable, Callable, Iterable


class Refusal(Exception):
    """The step cannot be made; the message is the sentence for whoever tried."""


Follower = Callable[[str, list[int], int | None, str], Awaitable[None]]
"""(act, declarations, the account that acted, what to say of it): within the transaction of the act."""

followers: list[Follower] = []
"""Whoever moves declarations when `happened` says so; web.review.conclusion adds itself."""


async def happened(act: str, declarations: Iterable[int], by: int | None = None, comment: str = "") -> None:
    """`act` (one of web.workflow's) was done with `declarations` by the account `by`, None when by the ballots: call
    it in the transaction of the act. Refusal when one of them cannot be moved; then nothing at all is done."""
    assert followers, "nobody moves declarations: web.review.conclusion is not loaded"
    moved = list(declarations)
    for follower in followers:
        await follower(act, moved, by, comment)
