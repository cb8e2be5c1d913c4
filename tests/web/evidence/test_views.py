"""Who may look at a file, and how it is served."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from tests import cast, corpus
from tests.browser import Browser
from tests.cast import QIAN, WANG, ZHANG, ZHAO
from tests.support import run
from tests.web.evidence.test_pages import award_of, photo, send
from web.evidence import rules
from web.evidence.store import Store
from web.shell.file_views import disposition, span_of

pytestmark = pytest.mark.usefixtures("store")


def with_a_file(name: str = "一等奖证书.jpg", data: bytes = b"") -> tuple[Browser, str, str]:
    """张三 after she has hung a file on her award: her browser, the attachment's address, the file's hash."""
    zhang = ZHANG.browser()
    page = send(zhang, award_of(ZHANG), (name, data or photo()))
    link = page.tree.xpath("//ol[@class='files']//div[@class='about']/a/@href")[0]
    return zhang, link, str(run(rules.library(ZHANG.account()))[0].sha256)


def status(browser: Browser, *addresses: str) -> set[int]:
    """The status codes of the viewer, a page's picture, and the file itself under each address."""
    parts = ("", "/pages/1", "/original")
    return {browser.send("GET", address + part).status_code for address in addresses for part in parts}


def test_who_may_look_before_and_after_submission(town: str) -> None:
    zhang, attachment, sha256 = with_a_file()
    mine = f"/files/mine/{run(rules.library(ZHANG.account()))[0].id}"
    declared = f"/declarations/{ZHANG.declaration()}/evidence/{sha256}"
    wang, unit, other = WANG.browser(), ZHAO.browser(), QIAN.browser()
    assert status(zhang, attachment, mine, declared) == {200}
    for stranger in (wang, unit, other):
        assert status(stranger, attachment, mine, declared) == {404}
    run(cast._move(replace(ZHANG, stage="submit")))
    assert status(zhang, attachment, mine, declared) == {200}
    assert status(unit, declared) == {200}
    assert status(unit, attachment, mine) == {404}
    for stranger in (wang, other):
        assert status(stranger, attachment, mine, declared) == {404}
    assert status(Browser(), attachment, declared) == {303}
    assert unit.send("GET", f"{declared}?version=2").status_code == 404
    assert unit.send("GET", f"{declared}?version=1").status_code == 200


def test_only_hashes_of_the_snapshot_are_served_through_it(town: str) -> None:
    zhang, _, _ = with_a_file()
    run(cast._move(replace(ZHANG, stage="submit")))
    send(zhang, "/profile/photo", ("后来.jpg", photo(5)))
    later = run(rules.photo_of(ZHANG.account()))
    number = ZHANG.declaration()
    assert status(ZHAO.browser(), f"/declarations/{number}/evidence/{later}") == {404}
    assert status(ZHAO.browser(), f"/declarations/{number}/evidence/{'0' * 64}") == {404}
    assert status(ZHAO.browser(), f"/declarations/{number}/evidence/..%2f..%2fsecret") == {404}


def test_the_bytes_stay_when_the_file_is_taken_off_afterwards(town: str, store: Store) -> None:
    _, _, sha256 = with_a_file()
    run(cast._move(replace(ZHANG, stage="submit")))
    declared = f"/declarations/{ZHANG.declaration()}/evidence/{sha256}"
    before = ZHAO.browser().send("GET", f"{declared}/original").content
    for attached in run(rules.files_of("awards", int(award_of(ZHANG).split("/")[4])))["certificate"]:
        run(rules.detach(attached.id))
    run(rules.remove(ZHANG.account(), int(run(rules.library(ZHANG.account()))[0].id)))
    assert run(rules.sweep(days=-1)) >= 0
    assert ZHAO.browser().send("GET", f"{declared}/original").content == before == store.get(sha256)


def test_foreign_bytes_are_sandboxed_and_never_sniffed(town: str) -> None:
    zhang, attachment, _ = with_a_file()
    for part in ("/pages/1", "/original"):
        headers = zhang.send("GET", attachment + part).headers
        assert headers["content-security-policy"] == "default-src 'none';sandbox"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "private, no-cache"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "content-encoding" not in headers
    assert (
        zhang.send("GET", f"{attachment}/original").headers["content-disposition"].startswith("attachment; ")
    )


def test_a_browser_that_has_it_is_told_so(town: str) -> None:
    zhang, attachment, _ = with_a_file()
    for part in ("/pages/1?w=480", "/original"):
        tag = zhang.send("GET", attachment + part).headers["etag"]
        again = zhang.send("GET", attachment + part, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")


def test_ranges_of_the_file(town: str, store: Store) -> None:
    zhang, attachment, sha256 = with_a_file()
    whole, address = store.get(sha256), f"{attachment}/original"
    full = zhang.send("GET", address)
    assert (full.content, full.headers["accept-ranges"], full.headers["content-length"]) == (
        whole, "bytes", str(len(whole))
    )  # fmt: skip
    part = zhang.send("GET", address, headers={"range": "bytes=100-299"})
    assert (part.status_code, part.content) == (206, whole[100:300])
    assert part.headers["content-range"] == f"bytes 100-299/{len(whole)}"
    assert zhang.send("GET", address, headers={"range": "bytes=-50"}).content == whole[-50:]
    past = zhang.send("GET", address, headers={"range": f"bytes={len(whole)}-"})
    assert (past.status_code, past.headers["content-range"]) == (416, f"bytes */{len(whole)}")
    stale = zhang.send("GET", address, headers={"range": "bytes=0-9", "if-range": '"another"'})
    assert (stale.status_code, stale.content) == (200, whole)


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", (0, 1)), ("bytes=5-", (5, 10)), ("bytes=-3", (7, 10)), ("bytes=-99", (0, 10)), ("bytes=2-99", (2, 10)),
        ("bytes=10-", (0, 0)), ("bytes=-0", (0, 0)), ("bytes=5-2", None), ("bytes=0-1,4-5", None), ("bytes=-", None),
        ("items=0-1", None), ("", None), ("bytes=٣-", None),
    ],
)  # fmt: skip
def test_what_a_range_asks_for(header: str, span: tuple[int, int] | None) -> None:
    assert span_of(header, 10) == span


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("award.pdf", "attachment; filename=\"award.pdf\"; filename*=UTF-8''award.pdf"),
        ("一等奖.pdf", "attachment; filename=\"file.pdf\"; filename*=UTF-8''%E4%B8%80%E7%AD%89%E5%A5%96.pdf"),
        ("龚䶮𬱖𠮷.jpg", "attachment; filename=\"file.jpg\"; filename*=UTF-8''%E9%BE%9A%E4%B6%AE%F0%AC%B1%96%F0%A0%AE%B7.jpg"),
        ('a"\r\nX: y\\;%41.pdf', "attachment; filename=\"aX: y;41.pdf\"; filename*=UTF-8''aX%3A%20y%3B%2541.pdf"),
        ("\ud800.pdf", "attachment; filename=\"file.pdf\"; filename*=UTF-8''.pdf"),
    ],
)  # fmt: skip
def test_names_in_headers_follow_rfc_6266(name: str, header: str) -> None:
    assert disposition(name) == header


def test_pages_one_at_a_time_with_words_for_each(town: str) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    send(zhang, url, ("一.jpg", photo(1)), ("二.jpg", photo(2)), ("三.jpg", photo(3)))
    zhang.press("合并成一个 PDF")
    page = zhang.follow("一.pdf")
    assert page.tree.xpath("//main//img/@alt") == ["一.pdf，第 1 页，共 3 页"]
    page = zhang.follow("下一页")
    assert page.tree.xpath("//main//img/@alt") == ["一.pdf，第 2 页，共 3 页"]
    part = zhang.send("GET", page.path, headers={"hx-request": "true"})
    assert part.text in page.answer.text
    assert zhang.send("GET", page.path.replace("page=2", "page=4")).status_code == 404
    address = page.path.split("?")[0]
    for asked, width in (("480", 480), ("1000", 1080), ("99999", 1440), ("x", 720), ("²", 720)):
        picture = zhang.send("GET", f"{address}/pages/3?w={asked}")
        assert len(picture.content) <= 60_000
        assert Image.open(BytesIO(picture.content)).width <= width
    assert zhang.send("GET", f"{address}/pages/4").status_code == 404
    assert zhang.send("GET", f"{address}/pages/0").status_code == 404


def test_the_preview_of_a_draft_leads_to_the_files(town: str) -> None:
    zhang = ZHANG.browser()
    send(zhang, award_of(ZHANG), ("获奖证书.pdf", corpus.scanned_pdf(1)))
    zhang.follow("看一看压缩后的页面")
    zhang.press("看得清，使用这个文件")
    sha256 = str(run(rules.library(ZHANG.account()))[0].sha256)
    zhang.open(f"/declarations/{ZHANG.declaration()}/preview")
    page = zhang.follow("获奖证书.pdf")
    assert page.path.endswith(sha256)
    assert "第 1 页，共 1 页" in page.text
