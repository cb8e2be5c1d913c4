"""What a page weighs on the wire: compressed body and headers, its style and scripts, and what a request costs."""

import re
from dataclasses import dataclass
from typing import Any

from tests.browser import Browser
from tests.support import run

BROWSER = 470
"""Bytes of the headers that Chromium sends with a request of its own (measured), cookie and htmx' headers among them."""
LINE = len("HTTP/1.1 200 OK\r\n") + len("date: Mon, 23 Nov 2026 22:16:40 GMT\r\nserver: granian\r\n\r\n")
"""What the server adds to every answer."""


@dataclass(frozen=True)
class Weight:
    """Bytes of one answer: headers, and body as it was sent; `text` decoded."""

    status: int
    headers: int
    body: int
    text: str

    @property
    def whole(self) -> int:
        return self.headers + self.body


def weigh(browser: Browser, method: str, path: str, **more: Any) -> Weight:
    """The answer to one request of a browser that understands brotli."""
    return run(_weigh(browser, method, path, **more))


async def _weigh(browser: Browser, method: str, path: str, **more: Any) -> Weight:
    more["headers"] = {"accept-encoding": "gzip, deflate, br", **more.get("headers", {})}
    async with browser.client.stream(method, path, follow_redirects=False, **more) as answer:
        sent = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
        raw = b"".join([part async for part in answer.aiter_raw()])
    packed = answer.headers.get("content-encoding", "")
    if packed == "br":
        import brotli

        text = brotli.decompress(raw).decode()
    else:
        assert packed == "", packed
        text = raw.decode("utf-8", "replace")
    return Weight(answer.status_code, LINE + sent, len(raw), text)


def loaded(page: Weight, kind: str) -> list[str]:
    """Addresses of what the page loads: "css" or "js"."""
    return re.findall(rf'(?:href|src)="(/static/[^"]+\.{kind})"', page.text)


def all_of(browser: Browser, page: Weight, kind: str) -> int:
    """Bytes of every style ("css") or script ("js") that the page loads."""
    return sum(weigh(browser, "GET", path).whole for path in loaded(page, kind))
