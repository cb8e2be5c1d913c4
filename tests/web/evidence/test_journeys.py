"""Uploads in a real browser: with script and without, on a 2G line, with the line cut at every quarter."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from tests import corpus, machine
from tests.cast import PASSWORD, ZHANG
from tests.journeys.test_everyone import AXE, RUN, SMALL, TAGS, WIDTH
from tests.line import line
from tests.live import Server, serving
from tests.web.evidence.test_tus import Sender, field_of


class Place:
    """A running server, and the address of the field whose files are sent."""

    def __init__(self, server: Server) -> None:
        self.server, self.field = server, field_of(Sender(server, ZHANG))

    def kept(self, data: bytes) -> bool:
        """Whether the store has exactly these bytes."""
        name = hashlib.sha256(data).hexdigest()
        return (self.server.data / "files" / name[:2] / name[2:4] / name).exists()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with serving(tmp_path_factory.mktemp("live"), workers=2) as server:
        yield Place(server)


@pytest.fixture(scope="module")
def chromium(place: Place) -> Iterator[Any]:
    """Started after everything that needs the tests' own event loop."""
    with machine.chromium() as found:
        yield found


def signed_in(context: BrowserContext, place: Place, address: str = "") -> Page:
    """张三 on the page of the field; what goes wrong in the page's script fails the test."""
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(place.server.address + "/sign-in")
    page.fill("[name=login]", ZHANG.login)
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('立即登录')")
    page.goto((address or place.server.address) + place.field, timeout=120_000)
    return page


def noisy(tmp_path: Path, name: str, size: tuple[int, int], quality: int = 60) -> Path:
    """A photograph that no other test has, as a file."""
    path = tmp_path / name
    grain = Image.effect_noise(size, 60 + len(name))
    path.write_bytes(corpus.jpeg(grain.convert("RGB"), quality=quality))
    return path


def listed(page: Page) -> list[str]:
    return page.locator("#have .about a").all_inner_texts()


def test_each_file_gets_its_final_word_and_one_bad_stops_no_other(
    place: Place, chromium: Any, tmp_path: Path
) -> None:
    word = tmp_path / "说明.doc"
    word.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    page = signed_in(chromium.new_context(), place)
    files = [noisy(tmp_path, "甲.jpg", (300, 400)), word, noisy(tmp_path, "乙.jpg", (310, 400))]
    page.set_input_files("#file", files)
    page.click("button:has-text('上传')")
    page.wait_for_selector(".progress p:has-text('收下 2 个，有 1 个没有收下。')")
    said = page.locator(".progress p").all_inner_texts()
    assert said[0] == "“甲.jpg”已收下。"
    assert said[1].startswith("“说明.doc”没有收下：不能直接上传 Word、WPS 文档。")
    assert said[2] == "“乙.jpg”已收下。"
    assert {"甲.jpg", "乙.jpg"} <= set(listed(page))
    page.evaluate(AXE)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        found = page.evaluate(RUN, TAGS)
        assert [(rule["id"], rule["nodes"][0]["html"]) for kind in found for rule in found[kind]] == []
        assert (page.evaluate(WIDTH), page.evaluate(SMALL)) == (width, [])


def test_without_script_the_same_files_arrive(place: Place, chromium: Any, tmp_path: Path) -> None:
    page = signed_in(chromium.new_context(java_script_enabled=False), place)
    page.set_input_files(
        "#file", [noisy(tmp_path, "丙.jpg", (320, 400)), noisy(tmp_path, "丁.jpg", (330, 400))]
    )
    page.click("button:has-text('上传')")
    assert {"丙.jpg", "丁.jpg"} <= set(listed(page))
    assert "“丙.jpg”已收下" in page.inner_text("main")


def test_a_large_photograph_shrinks_before_it_travels(place: Place, chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "大照片.jpg"
    path.write_bytes(corpus.jpeg(corpus.photograph(7), quality=95))
    with line(place.server.port) as wire:
        page = signed_in(chromium.new_context(), place, wire.address)
        wire.arm()
        page.set_input_files("#file", path)
        page.click("button:has-text('上传')")
        page.wait_for_selector(".progress p:has-text('都收下了，共 1 个文件。')", timeout=60_000)
        assert wire.up < path.stat().st_size / 3, (wire.up, path.stat().st_size)
    assert not place.kept(path.read_bytes())
    assert "大照片.jpg" in listed(page)


def test_on_2g_with_the_line_cut_at_every_quarter(place: Place, chromium: Any, tmp_path: Path) -> None:
    path = noisy(tmp_path, "慢线路.jpg", (330, 450), 50)
    size = path.stat().st_size
    assert 40_000 < size < 120_000
    with line(place.server.port, rate=50_000, delay=0.4) as wire:
        page = signed_in(chromium.new_context(), place, wire.address)
        wire.arm(size // 4, size // 2, size * 3 // 4, size)
        page.set_input_files("#file", path)
        page.click("button:has-text('上传')")
        page.wait_for_selector(".progress p:has-text('都收下了，共 1 个文件。')", timeout=180_000)
        assert wire.cut == 4
        assert wire.up < size * 2, "what had arrived was sent again"
    assert place.kept(path.read_bytes())


def test_after_a_reload_the_same_file_goes_on_where_it_broke(
    place: Place, chromium: Any, tmp_path: Path
) -> None:
    path = noisy(tmp_path, "重新打开.jpg", (350, 450), 60)
    size = path.stat().st_size
    with line(place.server.port, rate=400_000) as wire:
        page = signed_in(chromium.new_context(), place, wire.address)
        wire.gap = 3600.0
        wire.arm(size * 3 // 4)
        page.set_input_files("#file", path)
        page.click("button:has-text('上传')")
        page.wait_for_selector(".progress p:has-text('网络不通，会自动接着传')")
        wire.broken_until = 0.0
        page.goto(wire.address + place.field)
        assert "重新打开.jpg：已传" in page.inner_text("main")
        wire.arm()
        page.set_input_files("#file", path)
        page.click("button:has-text('上传')")
        page.wait_for_selector(".progress p:has-text('都收下了，共 1 个文件。')")
        assert wire.up < size * 0.7, (wire.up, size)
    assert place.kept(path.read_bytes())


def test_after_signing_in_elsewhere_the_upload_goes_on_by_itself(
    place: Place, chromium: Any, tmp_path: Path
) -> None:
    path = noisy(tmp_path, "超时.jpg", (340, 450), 60)
    context = chromium.new_context()
    page = signed_in(context, place)
    context.clear_cookies()
    page.set_input_files("#file", path)
    page.click("button:has-text('上传')")
    page.wait_for_selector(".progress p:has-text('登录已超时，请另开一个窗口重新登录，这里会自动接着传')")
    signed_in(context, place)
    page.wait_for_selector(".progress p:has-text('都收下了，共 1 个文件。')", timeout=60_000)
    assert place.kept(path.read_bytes())
    assert "超时.jpg" in listed(page)


def test_the_photo_follows_the_pointer(place: Place, chromium: Any, tmp_path: Path) -> None:
    page = signed_in(chromium.new_context(), place)
    page.goto(place.server.address + "/profile/photo")
    page.set_input_files("#file", noisy(tmp_path, "我.jpg", (900, 900), 80))
    page.click("button:has-text('上传')")
    page.wait_for_url("**said=taken*")
    before = page.get_attribute("#crop", "src")
    box = page.locator("#crop").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 100, steps=3)
    page.mouse.up()
    page.wait_for_url("**said=moved*")
    assert page.get_attribute("#crop", "src") != before


def test_turning_pages_keeps_the_focus(place: Place, chromium: Any, tmp_path: Path) -> None:
    page = signed_in(chromium.new_context(), place)
    page.set_input_files("#file", [noisy(tmp_path, f"{n}页.jpg", (300 + n, 400)) for n in (1, 2, 3)])
    page.click("button:has-text('上传')")
    page.wait_for_selector(".progress p:has-text('都收下了，共 3 个文件。')")
    page.click("button:has-text('合并成一个 PDF')")
    page.click("#have .about a:has-text('.pdf')")
    page.focus("#page-after")
    for number in range(2, 1 + int(page.inner_text("#page h2").split("共")[1].split()[0])):
        page.keyboard.press("Enter")
        page.wait_for_selector(f"#page h2:has-text('第 {number} 页')")
        assert page.evaluate("document.activeElement.id") == "page-after"
        assert page.url.endswith(f"page={number}")
