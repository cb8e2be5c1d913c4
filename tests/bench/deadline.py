"""A province's deadline over several machines: everybody saves and submits in the last minutes, some too late.

    python -m tests.bench.deadline [people] [seconds] [machines]

Servers with data folders of their own share a PostgreSQL and a bucket, as docs/operating.md has it. Everyone signs in,
writes, checks and submits, each request at another machine than the one before; three of four in the last third of the
time, one of ten after the end, one of ten twice at once. Afterwards everything that was acknowledged must be there:
the text last saved, one accepted receipt for whoever was in time, a refused one for whoever was not.
"""

import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import lxml.html

from tests import conftest, postgres
from tests.cast import PASSWORD, Someone
from tests.journeys.server import ROOT, free_port
from tests.matter import STORY

SERIAL = 100
LATE = 10
"""One of so many submits when it is over, one of so many clicks twice."""
BUCKET = {"AWS_ACCESS_KEY_ID": "demo", "AWS_SECRET_ACCESS_KEY": "demo", "AWS_REGION": "us-east-1",
          "AWS_DEFAULT_REGION": "us-east-1", "AWS_ALLOW_HTTP": "true"}  # fmt: skip


def people(count: int) -> list[Someone]:
    return [
        Someone(f"申报{'甲乙丙丁戊己庚辛壬癸'[number % 10]}", "school", SERIAL + number % 800, matter="teacher",
                born=f"1990{number // 800 + 1:02d}15")
        for number in range(count)
    ]  # fmt: skip


async def settle(count: int) -> None:
    """The town, and `count` teachers whose declarations are complete; windows that are open today."""
    from tests import cast, matter
    from web import clock, database
    from web.catalogue.tables import Window

    await database.open_database()
    await database.migrate()
    month = timedelta(days=30)
    everybody, cast.EVERYBODY = cast.EVERYBODY, ()
    await cast.move_in()
    cast.EVERYBODY = everybody
    await Window.update({Window.opens: clock.now() - month, Window.closes: clock.now() + month}, force=True)
    school = (await cast.Organisation.select().where(cast.Organisation.code == "school"))[0]["id"]
    for someone in people(count):
        await cast._open(someone, school)
        await cast.fill(someone, matter.TEACHER)
    await database.close_database()


async def close_at(end: datetime) -> None:
    """Every window ends at `end`, its grace included."""
    from web import database
    from web.catalogue.tables import Window

    await database.open_database()
    await Window.update({Window.closes: end - timedelta(minutes=30), Window.grace_minutes: 30}, force=True)
    await database.close_database()


@contextmanager
def machine(environment: dict[str, str], secret: bytes) -> Any:
    """A server with a data folder of its own; its address."""
    with tempfile.TemporaryDirectory(prefix="zhicheng-machine-") as folder:
        (Path(folder) / "secret").write_bytes(secret)
        port = free_port()
        env = {**environment, "ZHICHENG_DATA": folder, "PORT": str(port)}
        with open(Path(folder) / "log", "wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "web", "serve"], cwd=ROOT, env=env, stdout=log, stderr=log
            )
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(300):
                try:
                    httpx.get(f"{address}/readyz")
                    break
                except httpx.TransportError:
                    time.sleep(0.2)
            yield address
        finally:
            process.terminate()
            process.wait(60)


class Applicant:
    """One person at her telephone; every request goes to the next machine."""

    def __init__(
        self,
        who: Someone,
        number: int,
        machines: list[str],
        measured: dict[str, list[float]],
        codes: Counter[Any],
    ) -> None:
        self.who, self.number, self.machines, self.measured, self.codes = (
            who,
            number,
            machines,
            measured,
            codes,
        )
        self.turn, self.cookies, self.saved, self.receipts = number, {}, "", list[str]()  # type: ignore[var-annotated]

    async def ask(
        self, client: httpx.AsyncClient, kind: str, method: str, path: str, data: Any = None
    ) -> Any:
        self.turn += 1
        base = self.machines[self.turn % len(self.machines)]
        began = time.perf_counter()
        head = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        answer = await client.request(method, base + path, data=data, headers=head)
        self.measured[kind].append(time.perf_counter() - began)
        self.codes[kind, answer.status_code] += 1
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        if answer.status_code in (302, 303):
            return await self.ask(client, "page", "GET", urljoin(path, answer.headers["location"]))
        self.path = path
        return lxml.html.fromstring(answer.text)

    async def press(
        self, client: httpx.AsyncClient, kind: str, page: Any, words: str, times: int = 1, **values: str
    ) -> Any:
        found = [
            (form, button)
            for form in page.forms
            for button in form.iter("button")
            if words in "".join(button.text_content().split())
        ]
        assert found, f"no {words} on {self.path}: {' '.join(page.xpath('string(//main)').split())[:300]}"
        form, button = found[0]
        data = {name: value or "" for name, value in form.form_values()} | values
        if button.get("name"):
            data[button.get("name")] = button.get("value", "")
        path = urljoin(self.path, button.get("formaction") or form.action or "")
        done = await asyncio.gather(*(self.ask(client, kind, "POST", path, data) for _ in range(times)))
        return done[-1] if times == 1 else done

    async def work(self, client: httpx.AsyncClient, starts: float, ends: float, declaration: int) -> None:
        await asyncio.sleep(max(0.0, starts - time.time()))
        page = await self.ask(client, "page", "GET", "/sign-in")
        await self.press(client, "sign in", page, "立即登录", login=self.who.login, password=PASSWORD)
        url = f"/declarations/{declaration}"
        page = await self.ask(client, "page", "GET", f"{url}/autobiography")
        self.saved = str(page.xpath("string(//textarea)")).strip() or STORY
        if time.time() < ends - 1:
            text = f"第 {self.number} 人写的。" + STORY * 20
            page = await self.press(client, "save", page, "保存", story=text)
            self.saved = text
        await self.ask(client, "page", "GET", f"{url}/check")
        page = await self.ask(client, "page", "GET", f"{url}/submit")
        if self.number % LATE == 0:
            await asyncio.sleep(max(0.0, ends + 1 - time.time()))
        agreed = str(page.xpath("string(//input[@name='agreed']/@value)"))
        times = 2 if self.number % LATE == 1 else 1
        began = time.time()
        done = await self.press(
            client, "submit", page, "提交审核", times, agreed=agreed, name=self.who.name, password=PASSWORD
        )
        self.sent = began
        for each in done if times > 1 else [done]:
            self.receipts.append(" ".join(each.xpath("string(//main)").split()))


async def crowd(machines: list[str], numbers: list[int], seconds: float, ends: float) -> dict[str, Any]:
    measured: dict[str, list[float]] = defaultdict(list)
    codes: Counter[Any] = Counter()
    everybody = [Applicant(who, at, machines, measured, codes) for at, who in enumerate(people(len(numbers)))]
    chance = random.Random(1)
    limits = httpx.Limits(max_connections=400, max_keepalive_connections=400)
    began = time.time()
    async with httpx.AsyncClient(timeout=120, limits=limits) as client:
        await asyncio.gather(*(
            each.work(client, ends - seconds * (chance.uniform(0.05, 0.33) if chance.random() < 0.75 else chance.uniform(0.33, 1)),
                      ends, number)
            for each, number in zip(everybody, numbers, strict=True)
        ))  # fmt: skip
    return {"took": time.time() - began, "measured": measured, "codes": codes, "everybody": everybody}


async def judged(everybody: list[Applicant], numbers: list[int], ends: float) -> list[str]:
    """Whatever of what was acknowledged is not so, in words."""
    from web import database, rows
    from web.declaration.sections import SECTIONS
    from web.declaration.tables import Declaration, Receipt
    from web.review import invariants

    await database.open_database()
    found = []
    for each, number in zip(everybody, numbers, strict=True):
        (row,) = await rows.rows_of(SECTIONS["autobiography"], number)
        state = (await Declaration.select(Declaration.state).where(Declaration.id == number))[0]["state"]
        receipts = await Receipt.select().where(Receipt.declaration == number)
        accepted = [receipt["number"] for receipt in receipts if receipt["accepted"]]
        late = each.sent >= ends
        if row["story"].strip() != each.saved:
            found.append(f"{number}: the text that was saved is not there")
        if (len(accepted), state) != ((0, "draft") if late else (1, "unit_review")):
            found.append(
                f"{number}: {'late' if late else 'in time'}, {len(accepted)} accepted, {state}: {each.receipts}"
            )
        known = [receipt["number"] for receipt in receipts]
        if not all(any(one in shown for one in known) for shown in each.receipts):
            found.append(f"{number}: was shown no receipt of hers: {each.receipts}")
    found += [str(each) for each in await invariants.broken()]
    await database.close_database()
    return found


def told(report: dict[str, Any]) -> None:
    total = sum(report["codes"].values())
    print(
        f"{total} requests in {report['took']:.0f} s; statuses {dict(Counter(code for _, code in report['codes'].elements()))}"
    )
    for kind, times in report["measured"].items():
        part = statistics.quantiles(times, n=100)
        print(
            f"  {kind:8} {len(times):5}  median {part[49]:6.2f} s  95 of 100 {part[94]:6.2f} s  longest {max(times):6.2f} s"
        )


def main(count: int, seconds: float, machines: int) -> int:
    from moto.server import ThreadedMotoServer

    from tests.support import run
    from web import database
    from web.database.postgres import Postgres
    from web.declaration.tables import Declaration

    store = ThreadedMotoServer(port=0, verbose=False)
    store.start()
    host, port = store.get_host_and_port()
    os.environ |= BUCKET | {"AWS_ENDPOINT_URL": f"http://{host}:{port}"}
    httpx.put(f"http://{host}:{port}/evidence")
    run(conftest._execute("CREATE DATABASE deadline"))
    database.use(Postgres(postgres.address("deadline")))
    run(settle(count))
    numbers = [row["id"] for row in run(Declaration.select(Declaration.id).order_by(Declaration.id))]
    shared = {
        **os.environ, "DATABASE_URL": postgres.address("deadline"), "ZHICHENG_STORE": "s3://evidence/zhicheng",
        "ZHICHENG_SECURE_COOKIES": "0", "ZHICHENG_ACTIVATION_CODE": "0",
    }  # fmt: skip
    with ExitStack() as stack:
        secret = os.urandom(32)
        addresses = [stack.enter_context(machine(shared, secret)) for _ in range(machines)]
        ends = time.time() + seconds
        run(close_at(datetime.fromtimestamp(ends).astimezone()))
        report = asyncio.run(crowd(addresses, numbers, seconds, ends))
    store.stop()
    wrong = run(judged(report["everybody"], numbers, ends))
    print(f"{count} people, {machines} machines, the last {seconds:g} s")
    told(report)
    failed = [key for key in report["codes"] if key[1] >= 500]
    print("\n".join(wrong) or "everything that was acknowledged is there")
    return 1 if wrong or failed else 0


if __name__ == "__main__":
    asked = [int(text) for text in sys.argv[1:]]
    raise SystemExit(main(*asked, *(200, 60, 2)[len(asked) :]))
