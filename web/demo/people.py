"""Who is in the demonstration, as its files tell."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from web.demo.identity import id_number
from web.demo.organisations import read
from web.people import passwords

PASSWORD = "演示密码2026"
"""The password of everybody who has set one."""


@dataclass(frozen=True)
class Someone:
    """An applicant. `stage`: a key of web.demo.stages.STAGES; `who`: what the list of accounts says of her;
    `matter`: file of what she declares; `life`: the facts of 基本信息库; `turn`: her place in the cast."""

    key: str
    name: str
    born: str
    serial: int
    organisation: str
    stage: str
    who: str
    turn: int
    matter: str = ""
    life: dict[str, Any] = field(default_factory=dict)

    @property
    def login(self) -> str:
        return id_number(self.born, self.serial)

    @property
    def woman(self) -> bool:
        return self.serial % 2 == 0


@dataclass(frozen=True)
class Officer:
    """Somebody who acts for an organisation: code of the tree, or committee:CODE."""

    login: str
    name: str
    role: str
    organisation: str
    who: str


@cache
def everybody() -> tuple[Someone, ...]:
    """The applicants in the order of the list."""
    return tuple(Someone(turn=turn, **entry) for turn, entry in enumerate(read("people")["people"], 1))


@cache
def officers() -> tuple[Officer, ...]:
    """At least one for each role."""
    return tuple(Officer(**entry) for entry in read("officers")["officers"])


@cache
def units() -> dict[str, dict[str, Any]]:
    """The organisations of the tree by their codes."""
    return {entry["code"]: entry for entry in read("organisations")["organisations"]}


def first_password(someone: Someone) -> str:
    """The first password of her account, as the manual names it."""
    return passwords.first_password(someone.login)
