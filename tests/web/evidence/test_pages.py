"""Files through the pages: sent, ordered, removed, looked at, and by whom."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import corpus
from tests.browser import Browser, Page
from tests.cast import WANG, ZHANG
from tests.support import run
from web import rows
from web.declaration.sections import SECTIONS
from web.evidence import places, rules
from web.evidence.store import Store


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of its own for every test."""
    before, places._store = places._store, Store(tmp_path / "files")
    yield places._store
    run(places.close())
    places._store = before


def photo(seed: int = 1) -> bytes:
    return corpus.jpeg(corpus.small_photograph(seed))


def award_of(someone: Any) -> str:
    """The address of the certificate field of her first award."""
    declaration = someone.declaration()
    row = run(rows.rows_of(SECTIONS["awards"], declaration))[0]
    return f"/declarations/{declaration}/awards/{row['id']}/files/certificate"


def send(browser: Browser, url: str, *files: tuple[str, bytes]) -> Page:
    """The upload form at `url`, filled with `files` and sent."""
    browser.open(url)
    parts = [("file", (name, data, "application/octet-stream")) for name, data in files]
    return browser.post(url, {"token": browser.token}, files=parts)


def test_each_file_is_taken_on_its_own(town: str) -> None:
    zhang = ZHANG.browser()
    page = send(zhang, award_of(ZHANG), ("一等奖证书.jpg", photo()), ("说明.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)))
    assert page.status == 422
    assert "“一等奖证书.jpg”已收下，1 页" in page.text
    assert "“说明.doc”没有收下：不能直接上传 Word、WPS 文档。" in page.text
    assert page.title.startswith("错误：")
    assert page.text.count("移除") == 1


def test_the_id_photo_is_cut_and_moved_by_plain_buttons(town: str) -> None:
    wang = WANG.browser()
    page = send(wang, "/profile/photo", ("我.jpg", photo()))
    assert page.status == 200
    assert "照片已收下。" in page.text
    first = page.tree.xpath("//img[@id='crop']/@src")[0]
    page = wang.press("放大")
    assert "已重新裁剪。" in page.text
    assert page.tree.xpath("//img[@id='crop']/@src")[0] != first
    picture = wang.send("GET", page.tree.xpath("//img[@id='crop']/@src")[0])
    assert corpus_size(picture.content) == (413, 626)
    assert wang.open("/profile/basic").tree.xpath("//img[@alt='您的证件照片']")
    page = send(wang, "/profile/photo", ("合同.pdf", b"%PDF-1.4 nothing"))
    assert page.status == 422
    assert wang.send("GET", "/profile/photo/image").status_code == 200


def corpus_size(data: bytes) -> tuple[int, int]:
    from io import BytesIO

    from PIL import Image

    return Image.open(BytesIO(data)).size
