"""The pages of files in every state, as a browser receives them, for the tests of accessibility, width and weight."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

from PIL import Image

from tests import corpus
from tests.browser import Page
from tests.cast import MOMENT, WANG, ZHANG, ZHOU
from tests.support import run
from tests.web.evidence.test_intake import SENTENCES
from tests.web.evidence.test_pages import award_of, send
from web import clock
from web.evidence import rules

LONG = "河南省中小学幼儿园优质课评选活动一等奖证书及其获奖名单公布文件的扫描件2025-06-18.jpg"


def every_state() -> Iterator[tuple[str, Page]]:
    """The name of a state and its page; needs the town, a store of its own, and leaves both changed."""
    for part in (sending, order, compressed, looking, portrait, closed, late):
        for name, page in part():
            assert page.status < 500, (name, page.text)
            yield name, page


def photograph(seed: int) -> bytes:
    return corpus.jpeg(corpus.small_photograph(seed).resize((750, 1000)))


def sending() -> Iterator[tuple[str, Page]]:
    """An empty field, what is refused with which words, a file that is half there."""
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    yield "library, empty", zhang.open("/files")
    yield "upload form", zhang.open(url)
    yield "upload form, nothing chosen", zhang.press("上传")
    for name, (made, sentence) in SENTENCES.items():
        page = send(zhang, url, (f"{name}.jpg", made()))
        assert page.complaints == [f"“{name}.jpg”没有收下：{sentence}"]
        yield f"refused, {name}", page
    zhang.open(url)
    about = {"filename": LONG, "target": url}
    told = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in about.items())
    head = {"tus-resumable": "1.0.0", "x-form-token": zhang.token}
    place = zhang.send("POST", "/uploads", headers={**head, "upload-length": "1000", "upload-metadata": told})
    kind = {"upload-offset": "0", "content-type": "application/offset+octet-stream"}
    zhang.send("PATCH", place.headers["location"], content=bytes(300), headers={**head, **kind})
    page = zhang.open(url)
    assert "已传 30%" in page.text
    yield "upload form, half a file", page


def order() -> Iterator[tuple[str, Page]]:
    """Several photographs: taken, one refused among them, moved, removed, brought back, joined, used again."""
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    yield "one photograph", send(zhang, url, (LONG, photograph(1)))
    page = send(
        zhang, url, ("二.jpg", photograph(2)), ("说明.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99))
    )
    yield "several photographs, one refused", page
    yield "the same again", send(zhang, url, ("二.jpg", photograph(2)))
    zhang.open(url)
    yield "order, moved", zhang.press("上移：二.jpg")
    yield "order, removed", zhang.press("移除：二.jpg")
    yield "order, brought back", zhang.press("撤销移除")
    yield "order, joined", zhang.press("张照片按次序合并成一个 PDF")
    yield "nothing ticked", zhang.press("使用所选的文件")
    yield "library, filled", zhang.open("/files")
    yield "library, in use", zhang.press("删除")
    yield "row with files", zhang.open(url.rsplit("/files/", 1)[0])


def compressed() -> Iterator[tuple[str, Page]]:
    """A PDF over the limits: the offer, before and after side by side, agreed."""
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    yield "compressed", send(zhang, url, ("扫描.pdf", corpus.scanned_pdf(2)))
    yield "compressed, waiting for a look", zhang.open(url)
    yield "before and after", zhang.follow("扫描.pdf")
    yield "compressed, agreed", zhang.press("看得清，使用这个文件")


def looking() -> Iterator[tuple[str, Page]]:
    """The viewer: a photograph, the first and the last page of a PDF, a page that is not there."""
    zhang = ZHANG.browser()
    library = run(rules.library(ZHANG.account()))
    one, many = (next(file for file in library if file.kind == kind) for kind in ("jpeg", "pdf"))
    yield "viewer, photograph", zhang.open(f"/files/mine/{one.id}")
    yield "viewer, first page", zhang.open(f"/files/mine/{many.id}")
    yield "viewer, last page", zhang.open(f"/files/mine/{many.id}?page=2")
    yield "viewer, no such file", zhang.open("/files/mine/999999")


def portrait() -> Iterator[tuple[str, Page]]:
    """The ID photo: none, cut, moved, with every fault, refused."""
    wang = WANG.browser()
    yield "portrait, none", wang.open("/profile/photo")
    yield "portrait, nothing chosen", wang.press("上传")
    yield "portrait, taken", send(wang, "/profile/photo", ("我.jpg", photograph(3)))
    yield "portrait, moved", wang.press("放大")
    dark = corpus.jpeg(Image.new("RGB", (300, 455), (20, 20, 20)))
    yield "portrait, with faults", send(wang, "/profile/photo", ("暗.jpg", dark))
    yield "portrait, refused", send(wang, "/profile/photo", ("合同.pdf", corpus.scanned_pdf(1)))


def closed() -> Iterator[tuple[str, Page]]:
    """A field that may only be read."""
    yield "upload form, locked", ZHOU.browser().open(award_of(ZHOU))


def late() -> Iterator[tuple[str, Page]]:
    """Files sent after the session had ended: the door, the field they were meant for, their owner on another computer."""
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    zhang.open(url)
    with clock.frozen(MOMENT + timedelta(hours=3)):
        parts = [("file", ("超时.jpg", photograph(4), "image/jpeg"))]
        yield "door, files kept", zhang.post(url, {"token": zhang.token}, files=parts)
        yield "door, files not kept", zhang.open("/sign-in?said=lost")
        other = ZHANG.browser()
        page = other.open(url)
        assert "还没有放入这里" in page.text
        yield "upload form, received late", page
        yield "upload form, put there late", other.press("放入这里")
    parts = [("file", ("截止后.jpg", photograph(5), "image/jpeg"))]
    zhou = ZHOU.browser()
    zhou.open("/password")
    yield "upload form, locked, sent", zhou.post(award_of(ZHOU), {"token": zhou.token}, files=parts)


def picture() -> bytes:
    """What stands in for any page's picture."""
    out = BytesIO()
    Image.new("L", (720, 1018), 230).save(out, "JPEG")
    return out.getvalue()
