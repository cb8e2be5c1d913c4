"""The commands of an operator: python -m web catalogue, backup, restore, verify, retention, organisation, account, index."""

import argparse
from pathlib import Path
from typing import Any

from web.people.sessions import ROLES
from web.settings import settings


def describe(commands: Any) -> None:
    """Add the commands to the parser."""
    catalogue = commands.add_parser("catalogue", help="the catalogue's files and the fees into the database")
    catalogue.add_argument("folder", type=Path, nargs="?", help="other files than those of the project")
    catalogue.add_argument("--check", action="store_true", help="say what would be changed; change nothing")
    backup = commands.add_parser(
        "backup", help="a folder with the database, evidence and keys, while running"
    )
    backup.add_argument("target", type=Path, help="folder in which the backup's own folder is made")
    restore = commands.add_parser("restore", help="put a backup into an empty data folder")
    restore.add_argument("source", type=Path)
    retention = commands.add_parser("retention", help="what has been kept long enough; --do deletes it")
    retention.add_argument("--do", action="store_true")
    account = commands.add_parser(
        "account", help="open an account of an office, or issue its first password anew"
    )
    account.add_argument("login")
    account.add_argument("--name", default="")
    account.add_argument("--role", choices=[role for role in ROLES if role != "applicant"])
    account.add_argument("--organisation", default="", help="code of the organisation")
    account.add_argument("--id-number", default="", help="its last 8 characters are the first password")
    first = commands.add_parser(
        "organisation", help="open the organisation at the top, from which all others are opened"
    )
    first.add_argument("code")
    first.add_argument("--name", required=True)
    first.add_argument("--region", required=True, help="GB/T 2260, six digits")
    commands.add_parser("index", help="bring the index of the search up to date")


COMMANDS = ("catalogue", "backup", "retention", "organisation", "account", "index")
"""Those that need the database; restore must not open it."""


async def run(given: argparse.Namespace) -> None:
    """Do the command; SystemExit with a sentence when it cannot be done."""
    commands = {
        "catalogue": _catalogue, "backup": _backup, "retention": _retention, "organisation": _organisation,
        "account": _account, "index": _index,
    }  # fmt: skip
    await migrated(given.command)
    await commands[given.command](given)


async def migrated(command: str) -> None:
    """SystemExit with a sentence where the database lacks a table that `command` may need."""
    from web.database import migrations_pending

    if await migrations_pending():
        raise SystemExit(f"{command}: the tables are not up to date; migrate first")


async def _catalogue(given: argparse.Namespace) -> None:
    from web.catalogue.files import DATA
    from web.operating import catalogue

    try:
        found = await catalogue.bring(given.folder or DATA, check=given.check)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise SystemExit(f"catalogue: nothing was changed: {type(error).__name__}: {error}") from error
    for each in found:
        said = f"{each.added} added, {each.changed} changed, {each.retired} retired, {each.fees} fee items"
        print(f"{each.year}: " + ("published by the office, left alone" if each.office else said))
    if given.check:
        print("nothing was changed")


async def _backup(given: argparse.Namespace) -> None:
    from web.operating import backup

    try:
        made = await backup.backup(given.target)
    except (backup.Failed, OSError) as error:
        raise SystemExit(f"backup: {error}") from error
    print(f"{made}: {len(backup.check(made)['files'])} files")


def restore(given: argparse.Namespace) -> None:
    """Put a backup into the data folder, before any database is opened."""
    from web.operating import backup

    try:
        said = backup.restore(given.source)
    except (backup.Failed, OSError) as error:
        raise SystemExit(f"restore: {error}") from error
    print(f"{settings.data}: {len(said['files'])} files as of {said['made_at']}, all checksums equal")


async def _retention(given: argparse.Namespace) -> None:
    from web.operating import retention

    for what, count in await retention.apply(do=given.do):
        print(f"{count:8} {what}")
    print("deleted" if given.do else "nothing was deleted; --do deletes")


async def _organisation(given: argparse.Namespace) -> None:
    from web.database import transaction
    from web.people.tables import Organisation

    if not (given.region.isascii() and given.region.isdecimal() and len(given.region) == 6):
        raise SystemExit("organisation: --region has six digits, as in 410000")
    async with transaction():
        if top := await Organisation.select(Organisation.code).where(Organisation.kind == "province").first():
            raise SystemExit(
                f"organisation: {top['code']} is at the top already; open the others in 下级单位"
            )
        await Organisation(
            code=given.code, name=given.name, kind="province", region=given.region, nature="10", level="2"
        ).save()
    print(f"{given.code}: opened")


async def _account(given: argparse.Namespace) -> None:
    from web.people import accounts
    from web.people.tables import Account, Organisation

    known = await Account.select(Account.id).where(Account.login == given.login).first()
    if known:
        code = await accounts.issue_first_password(known["id"], activation=settings.activation_code)
        print(f"{given.login}: first password issued anew" + (f", activation code {code}" if code else ""))
        return
    organisation = (
        await Organisation.select(Organisation.id).where(Organisation.code == given.organisation).first()
    )
    if not (given.name and given.role and organisation and given.id_number):
        raise SystemExit("account: --name, --role, --id-number and an existing --organisation are needed")
    opened = await accounts.open_account(
        login=given.login, name=given.name, organisation=organisation["id"], role=given.role, id_number=given.id_number,
        activation=settings.activation_code,
    )  # fmt: skip
    print(f"{given.login}: opened" + (f", activation code {opened.activation}" if opened.activation else ""))


async def _index(given: argparse.Namespace) -> None:
    from web.office import indexing, tally

    print(f"{await indexing.refresh()} declarations read")
    while not await tally.refresh():
        pass
    print("every decision counted")
