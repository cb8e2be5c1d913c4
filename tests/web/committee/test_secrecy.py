"""The secrecy of the ballot through the front door: an adversary with the database, the logs and every file of the
installation before and after each single ballot, who even learns half of the choices, guesses the others by chance."""

import logging
import random
from collections import Counter, defaultdict
from typing import Any

import pytest

from tests.browser import signed_in
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.test_ballot import dump
from tests.web.committee.test_sitting_pages import _doors
from web.committee import ballot
from web.committee.tables import Member
from web.operating.logs import OneLine
from web.settings import settings

MEMBERS = 24


class Everything(logging.Handler):
    """Every line that any logger of the process would write, as it is written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(OneLine())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record) + repr(sorted(record.__dict__.items(), key=str)))


def files() -> dict[str, bytes]:
    """Every file of the installation, the database's own with its journal among them, byte for byte."""
    return {str(path): path.read_bytes() for path in sorted(settings.data.rglob("*")) if path.is_file()}


def numbers_of(
    before: dict[str, Any], after: dict[str, Any], kept: dict[str, bytes], lines: list[str]
) -> dict[str, int]:
    """What changed with one ballot, in numbers: rows, lengths, places, bytes, files, log lines."""
    known = {row["key"] for row in before["sealed"]}
    ((place, new),) = [(n, row) for n, row in enumerate(after["sealed"]) if row["key"] not in known]
    found = {
        "place": place,
        "length": len(new["sealed"]),
        "sum": sum(new["sealed"].encode()),
        "key": int(new["key"][:6], 16),
    }
    found |= {f"rows of {name}": len(rows) - len(before[name]) for name, rows in after.items()}
    found |= {
        f"text of {name}": len(str(rows)) - len(str(before[name]))
        for name, rows in after.items()
        if name != "sitting"
    }
    found |= {f"size of {name}": len(body) for name, body in kept.items()}
    found |= {f"letter {at}": ord(new["sealed"][at]) for at in range(0, len(new["sealed"]), 7)}
    shapes = ["".join(letter for letter in line.split('"ms"')[0] if not letter.isdigit()) for line in lines]
    return {**found, "log lines": len(lines), "shape of the log": hash(tuple(len(shape.split(",")) for shape in shapes)) % 997}  # fmt: skip


def test_with_database_logs_and_files_around_every_ballot_he_guesses_by_chance(catalogue: str) -> None:
    place = run(hall.open_ballot(MEMBERS, 1))
    run(_doors(place))
    choices = [*ballot.CHOICES] * (MEMBERS // 3)
    random.Random(41).shuffle(choices)
    logins = [
        row["login"]
        for row in run(Member.select(Member.expert.person.login.as_alias("login")).order_by(Member.id))
    ]
    heard, receipts, seen, answers = Everything(), [], [], set()
    root = logging.getLogger()
    level = root.level
    root.addHandler(heard)
    root.setLevel(logging.DEBUG)
    try:
        browsers = [signed_in(login) for login in logins]
        for browser in browsers:
            browser.open(f"/sittings/{place.sitting}/ballot")
        before = run(dump())
        for browser, choice in zip(browsers, choices, strict=True):
            start = len(heard.lines)
            page = browser.press("投票", **{"item.1": ballot.CHOICES[choice]})
            after, kept = run(dump()), files()
            answers.add((page.status, len(page.answer.request.content)))
            receipts.append(str(page.tree.xpath("string(//code)")))
            about = numbers_of(before, after, kept, heard.lines[start:])
            seen.append({**about, "answer": len(page.answer.content)})
            _nothing_readable(after, kept, heard.lines, receipts, place.items[0])
            before = after
    finally:
        root.removeHandler(heard)
        root.setLevel(level)
    assert len(answers) == 1, "the length of what was sent tells the choice"
    half = MEMBERS // 3
    for what in sorted({name for each in seen for name in each}):
        _no_better_than_chance(what, [each.get(what, 0) for each in seen], choices, half)
    run(ballot.close(place.sitting, place.codes[:2]))
    counts = run(ballot.recount(place.sitting))[place.items[0]]
    assert (counts.yes, counts.no, counts.abstain) == (half, half, half)
    assert [run(ballot.found_by(each, place.sitting))[place.items[0]] for each in receipts] == choices


def _nothing_readable(
    rows: dict[str, Any], kept: dict[str, bytes], lines: list[str], receipts: list[str], item: int
) -> None:
    """No receipt, no key that a receipt gives, and no choice stands anywhere before the closing."""
    plain = "".join(map(str, rows.values())) + "".join(lines)
    everything = plain.encode() + b"".join(kept.values())
    for receipt in receipts:
        letters = receipt.replace("-", "")
        for secret in (receipt, letters, ballot.ballot_key(letters, item)):
            assert secret.encode() not in everything
            assert bytes.fromhex(ballot.ballot_key(letters, item)) not in everything
    assert not {
        value
        for held in rows.values()
        for row in held
        for value in row.values()
        if str(value) in ballot.CHOICES
    }
    for word in ("abstain", "item.1=", "弃权", "%E5%BC%83"):
        assert word not in "".join(lines), word


def _no_better_than_chance(what: str, values: list[int], choices: list[str], half: int) -> None:
    """He learns from a third of the ballots which choice goes with which value, whole or by remainder, and guesses the
    rest: in none of the readings is he right more often than chance allows (one in three, 4.5 deviations)."""
    for modulus in (0, 2, 3, 16):
        seen = [value % modulus if modulus else value for value in values]
        known: dict[int, Counter[str]] = defaultdict(Counter)
        for value, choice in zip(seen[:half], choices[:half], strict=True):
            known[value][choice] += 1
        guesses = [known[value].most_common(1)[0][0] if known[value] else "yes" for value in seen[half:]]
        right = sum(guess == choice for guess, choice in zip(guesses, choices[half:], strict=True))
        rest = len(choices) - half
        assert right <= rest / 3 + 4.5 * (2 / 9 * rest) ** 0.5, (what, modulus, right, rest)


def test_the_adversary_of_these_tests_would_notice_a_leak() -> None:
    """The same guesser, given a number that goes with the choice, is caught: the test can fail."""
    choices = [*ballot.CHOICES] * (MEMBERS // 3)
    leak = {"yes": 3, "no": 2, "abstain": 7}
    with pytest.raises(AssertionError, match="length"):
        _no_better_than_chance("length", [leak[choice] for choice in choices], choices, MEMBERS // 3)
