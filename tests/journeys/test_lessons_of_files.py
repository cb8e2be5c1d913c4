"""What went wrong elsewhere with files, as tests; the numbers are those of docs/lessons.md."""

import csv
import io
from pathlib import Path

import pytest

from tests import corpus
from tests.browser import Browser
from tests.cast import ZHANG, ZHOU
from tests.journeys.test_lessons import STORY, story_of, submit
from tests.support import run
from web import clock, rows
from web.declaration import snapshot
from web.declaration.sections import SECTIONS
from web.documents.sheets import csv_bytes
from web.evidence import rules as evidence
from web.evidence import uploads
from web.evidence.tables import File

pytestmark = pytest.mark.usefixtures("store")


def evidence_of(key: str, field: str) -> str:
    row = run(rows.rows_of(SECTIONS[key], ZHANG.declaration()))[0]
    return f"/declarations/{ZHANG.declaration()}/{key}/{row['id']}/files/{field}"


def send_files(browser: Browser, url: str, *files: tuple[str, bytes]):
    browser.open(url)
    parts = [("file", (name, data, "application/octet-stream")) for name, data in files]
    return browser.post(url, {"token": browser.token}, files=parts)


def test_7_one_bad_file_stops_no_other(town):
    browser, good = ZHANG.browser(), corpus.jpeg(corpus.small_photograph(1))
    page = send_files(
        browser,
        evidence_of("awards", "certificate"),
        ("坏的.jpg", good[:900]),
        ("证书.jpg", good),
        ("旧.doc", b"\xd0\xcf\x11\xe0" * 9),
    )
    assert page.status == 422
    assert [str(link.text) for link in page.tree.xpath("//ol[@class='files']//div[@class='about']/a")] == [
        "证书.jpg"
    ]
    assert "“坏的.jpg”没有收下：" in page.text and "“旧.doc”没有收下：" in page.text
    assert "“证书.jpg”没有收下" not in page.text


def test_8_a_file_that_arrived_is_submitted(town):
    """Nothing that was uploaded is left out without a word: what is taken hangs on its row at once and is in the snapshot."""
    browser = ZHANG.browser()
    send_files(
        browser, evidence_of("awards", "certificate"), ("证书.jpg", corpus.jpeg(corpus.small_photograph(1)))
    )
    submit(browser)
    body = run(snapshot.newest(ZHANG.declaration()))["snapshot"]
    named = [
        file["name"]
        for section in body["sections"] for row in section["rows"] for value in row["values"] for file in value["files"]
    ]  # fmt: skip
    assert named == ["证书.jpg"]


def test_10_a_notice_of_unsaved_text_is_drawn_from_what_the_server_has(town):
    """After a save, and on coming back, no page says that something is unsaved; only a save that failed says so."""
    browser = ZHANG.browser()
    browser.open(story_of())
    page = browser.press("保存", story=STORY)
    assert [word for word in ("未保存", "没有保存") if word in page.text] == []
    other = browser.open(story_of())
    assert [word for word in ("未保存", "没有保存") if word in other.text] == []
    assert "onbeforeunload" not in other.answer.text
    assert "beforeunload" not in (Path(__file__).parents[2] / "static" / "zhicheng.js").read_text()


def test_11_an_upload_whose_bytes_are_gone_is_said_and_never_an_error(town, store, tmp_path):
    """Half-way: gone is gone, and the next one is taken. Taken: the page of a file whose bytes are lost says so."""
    browser, url = ZHANG.browser(), evidence_of("awards", "certificate")
    began = run(uploads.begin(ZHANG.account(), "证书.jpg", url, 9))
    uploads.path_of(began).unlink()
    browser.open(url)
    own = {"tus-resumable": "1.0.0", "x-form-token": browser.token, "upload-offset": "0"}
    own["content-type"] = "application/offset+octet-stream"
    assert (
        browser.send("PATCH", f"/uploads/{began['key']}", headers=own, content=b"123456789").status_code
        == 410
    )
    assert browser.send("GET", f"/uploads/{began['key']}").status_code in (200, 404)
    page = send_files(browser, url, ("证书.jpg", corpus.jpeg(corpus.small_photograph(1))))
    (link,) = page.tree.xpath("//ol[@class='files']//div[@class='about']/a/@href")
    mine = (File.owner == ZHANG.account()) & (File.purpose == "document")
    file = run(File.select(File.sha256).where(mine).first())
    store.local(file["sha256"], tmp_path).unlink()
    for path in (url, link, f"{link}/original", f"{link}/pages/1"):
        answer = browser.send("GET", path)
        assert answer.status_code in (200, 404), (path, answer.status_code)


def test_21_a_sheet_opens_in_excel_and_runs_nothing():
    cells = ["张三", "=1+1", "+86", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']
    body = b"".join(csv_bytes("名单", ["姓名"], [[cell] for cell in cells], "全部", clock.now()))
    assert body.startswith("\ufeff".encode())
    lines = [row[0] for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) if row]
    assert "张三" in lines
    assert [line for line in lines if line[:1] in "=+-@\t\r"] == []
    assert "'=1+1" in lines


def test_9_a_photo_is_not_changed_while_a_return_names_something_else(town):
    browser, before = ZHOU.browser(), run(evidence.photo_of(ZHOU.account()))
    page = browser.open("/profile/basic")
    assert page.tree.xpath("//main//a[@href='/profile/photo']") == []
    page = browser.open("/profile/photo")
    assert "退回通知没有要求更换照片，照片现在不能更换或调整。" in page.text
    assert page.tree.xpath("//main//form") == []
    browser.open("/password")
    files = [("file", ("我.jpg", corpus.jpeg(corpus.small_photograph(1)), "image/jpeg"))]
    for path, more in (("/profile/photo", {"files": files}), ("/profile/photo/move", {})):
        page = browser.post(path, {"token": browser.token, "move": "left"}, **more)
        assert (page.status, "照片现在不能更换或调整。" in page.text) == (422, True)
        browser.open("/password")
    assert before and run(evidence.photo_of(ZHOU.account())) == before
