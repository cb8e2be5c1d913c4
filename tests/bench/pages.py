"""How long pages take on a 2G line: 50 kbit/s each way, 400 ms there and back, nothing cached.

    python -m tests.bench.pages [rounds]

Chromium against a served installation: the sign-in page; a section of 20 rows for the first and the second time;
a row added to it. Medians in seconds, and the greatest layout shift that was seen.
"""

import statistics
import sys
import time
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page

from tests import machine
from tests.cast import PASSWORD, ZHANG
from tests.journeys.drivers import Chromium
from tests.journeys.server import served

RATE, LATENCY = 50_000 / 8, 400
ROWS = 20
LIMITS = {
    "sign-in loaded": 3.0, "section painted": 4.0, "section loaded": 6.5, "second view": 1.6, "row added": 1.0,
    "shift": 0.0,
}  # fmt: skip
TIMES = """() => new Promise(done => setTimeout(() => {
  const page = performance.getEntriesByType('navigation')[0]
  const paint = performance.getEntriesByName('first-contentful-paint')[0]
  let shift = 0
  const seen = new PerformanceObserver(list => list.getEntries().forEach(each => shift += each.value))
  seen.observe({type: 'layout-shift', buffered: true})
  setTimeout(() => done([paint.startTime / 1000, page.loadEventEnd / 1000, shift]), 50)
}, 50))"""


def slow(line: CDPSession, on: bool = True) -> None:
    """From now on the tab's line is 2G, or as it is."""
    rate, latency = (RATE, LATENCY) if on else (-1, 0)
    conditions = {"offline": False, "latency": latency, "downloadThroughput": rate, "uploadThroughput": rate}
    line.send("Network.emulateNetworkConditions", conditions)


def times(tab: Page, address: str) -> list[float]:
    """Seconds until painted and loaded, and the layout shift, of the page at `address`."""
    tab.goto(address, wait_until="load", timeout=120_000)
    return list(tab.evaluate(TIMES))


def sign_in(driver: Chromium) -> None:
    """Sign 张三 in on the page that is open."""
    driver.fill({"账号": ZHANG.login, "密码": PASSWORD})
    driver.press("立即登录")


def one_round(context: BrowserContext, address: str, section: str) -> dict[str, float]:
    tab = context.new_page()
    line = context.new_cdp_session(tab)
    line.send("Network.enable")
    line.send("Network.clearBrowserCache")
    slow(line)
    _, loaded, shift = times(tab, f"{address}/sign-in")
    slow(line, on=False)
    sign_in(Chromium(tab, address, True))
    line.send("Network.clearBrowserCache")
    slow(line)
    painted, whole, moved = times(tab, section)
    tab.goto("about:blank")
    again, second, _ = times(tab, section)
    began, rows = time.perf_counter(), tab.locator("fieldset.row").count()
    tab.get_by_role("button", name="增加一").click()
    tab.locator("fieldset.row").nth(rows).wait_for()
    added = time.perf_counter() - began
    slow(line, on=False)
    tab.locator("fieldset.row").nth(rows).get_by_role("button", name="删除").click()
    tab.get_by_text("已删除").first.wait_for()
    tab.close()
    return {
        "sign-in loaded": loaded, "section painted": painted, "section loaded": whole, "second view painted": again,
        "second view": second, "row added": added, "shift": max(shift, moved),
    }  # fmt: skip


def twenty(context: BrowserContext, address: str) -> str:
    """The address of 张三's section of teaching, with twenty rows in it."""
    driver = Chromium(context.new_page(), address, True)
    driver.open("/sign-in")
    sign_in(driver)
    driver.follow("申报职称")
    driver.follow("2026 年度")
    driver.follow("教学工作量")
    while driver.tab.locator("fieldset.row").count() < ROWS:
        driver.press("增加一")
    driver.tab.close()
    return driver.tab.url


def main(rounds: int) -> dict[str, Any]:
    seen: list[dict[str, float]] = []
    with served() as address, machine.chromium() as browser:
        asks = {"accept-encoding": "gzip, deflate, br"}
        context = browser.new_context(extra_http_headers=asks)
        section = twenty(context, address)
        context.close()
        for _ in range(rounds):
            context = browser.new_context(extra_http_headers=asks)
            seen.append(one_round(context, address, section))
            context.close()
    found = {name: round(statistics.median(each[name] for each in seen), 2) for name in seen[0]}
    found["shift"] = max(each["shift"] for each in seen)
    for name, value in found.items():
        print(f"{name:22} {value:6.2f}   limit {LIMITS.get(name, '')}")
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
