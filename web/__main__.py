"""The command line: python -m web COMMAND."""

import argparse
import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable

FINISHING = 30
"""Seconds that requests in hand have after SIGTERM; whoever stands still then is cut off. systemd waits longer."""


async def _in_database(work: Callable[[], Awaitable[None]]) -> None:
    from web import database

    await database.open_database()
    try:
        await work()
    finally:
        await database.close_database()


async def prepare() -> None:
    """Bring the tables and the catalogue up to date."""
    from web import database
    from web.operating import catalogue

    await database.migrate()
    await catalogue.bring()


async def demo() -> None:
    """Make the demonstration's people, once, and print their accounts."""
    from web.demo import cast

    await cast.make()
    cast.tell()


def papers() -> None:
    """Say what papers lack: a font, a key, a template. Pages do without."""
    from web.documents.rules import check_at_start

    for sentence in check_at_start():
        print(f"注意：{sentence}", flush=True)


def warn() -> None:
    """The same from a process of its own: typesetting leaves threads, and a server that is forked after them hangs."""
    subprocess.run([sys.executable, "-m", "web", "papers"])


def serve() -> None:
    """Serve until stopped."""
    from granian import Granian
    from granian.constants import Interfaces

    from web.settings import settings

    print(f"职称申报系统：http://{settings.host}:{settings.port}", flush=True)
    Granian(
        "web.app:app", address=settings.host, port=settings.port, interface=Interfaces.ASGI, workers=settings.workers,
        log_access=False, websockets=False, workers_kill_timeout=FINISHING,
    ).serve()  # fmt: skip


async def sweep() -> None:
    """Do what is due today."""
    from web.evidence import keeping
    from web.review import duties

    done = {**await duties.sweep(), "files_removed": await keeping.sweep()}
    print(", ".join(f"{name} {count}" for name, count in done.items()))


async def mail() -> None:
    """Send the mails that wait."""
    from web.notice import outbox

    print("sent {}, failed {}".format(*await outbox.send_waiting()))


async def verify() -> None:
    """Evidence, snapshots, the log, invariants and payments; the command fails when one does not hold."""
    from web.operating import verify as proved

    count = 0
    async for sentence in proved.faults():
        print(sentence)
        count += 1
    print(
        f"{count} faults" if count else "files, snapshots, log, invariants and payments are as they must be"
    )
    if count:
        raise SystemExit(1)


DUTIES = {"sweep": sweep, "mail": mail, "verify": verify}


def main() -> None:
    """Read the command and do it."""
    if sys.argv[1:2] in (["run"], ["demo"]):
        os.environ.setdefault("ZHICHENG_DEMO", "1")  # before anything reads the settings
    from web.operating import commands as operators

    parser = argparse.ArgumentParser(prog="python -m web", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="a demonstration: prepare, make the demo people, serve")
    serving = commands.add_parser("serve", help="serve")
    serving.add_argument("--told", action="store_true", help="what papers lack has been said")
    commands.add_parser("papers", help="say what papers lack: a font, a key, a template")
    commands.add_parser("migrate", help="bring the tables and the catalogue up to date")
    commands.add_parser("demo", help="make the demo people and print their accounts")
    generate = commands.add_parser("generate", help="write a migration for the tables as they are now")
    generate.add_argument("name")
    commands.add_parser(
        "sweep",
        help="daily: terms that ran out, reminders, the published log, digests, mails, files that nobody refers to",
    )
    commands.add_parser("mail", help="send the mails that wait")
    commands.add_parser("verify", help="check every invariant of the review and replay the log")
    operators.describe(commands)
    given = parser.parse_args()
    if given.command == "papers":
        return papers()
    if given.command == "run" or (given.command == "serve" and not given.told):
        warn()
    if given.command == "serve":
        return serve()
    if given.command == "restore":
        return operators.restore(given)
    asyncio.run(_in_database(_work(given)))
    if given.command == "run":  # anew, without the threads that making the cast has left
        os.execv(sys.executable, [sys.executable, "-m", "web", "serve", "--told"])
    return None


def _work(given: argparse.Namespace) -> Callable[[], Awaitable[None]]:
    async def work() -> None:
        if given.command == "generate":
            from web import database

            await database.generate(given.name)
            return
        from web.operating import commands as operators

        if given.command in operators.COMMANDS:
            await operators.run(given)
            return
        if given.command in DUTIES:
            await operators.migrated(given.command)
            await DUTIES[given.command]()
            return
        await prepare()
        if given.command in ("run", "demo"):
            await demo()

    return work


if __name__ == "__main__":
    main()
