"""A photograph on a field made otherwise from what was sent: turned, in grey, left whole, as often as one likes."""

from io import BytesIO

import pytest
from PIL import Image

from tests import corpus
from tests.cast import WANG, ZHANG, ZHOU
from tests.support import run
from tests.web.evidence.test_pages import award_of, names, photo, send
from tests.web.evidence.test_telephone import UPRIGHT, corners, held
from web.evidence import again, places, rules
from web.evidence.tables import Attachment, File

pytestmark = pytest.mark.usefixtures("store")

TURNED = {
    "upper left": "lower left",
    "upper right": "upper left",
    "lower right": "upper right",
    "lower left": "lower right",
}


def adjusting(files: list[tuple[str, bytes]]) -> tuple[object, str, str]:
    """张三's browser on the page that adjusts the last of `files`, the field's address, the page's."""
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    send(zhang, url, *files)
    zhang.open(url)
    links = zhang.page.tree.xpath("//ol[@class='files']//a[starts-with(., '调整')]/@href")
    zhang.open(links[-1])
    return zhang, url, links[-1]


def kept(browser: object) -> bytes:
    """The bytes of the photograph that the page shows."""
    attachment = browser.page.path.split("/")[-2]  # type: ignore[attr-defined]
    row = run(rules.attached(int(attachment)))
    return places.store().get(row["file.sha256"])


def test_a_photograph_is_turned_by_hand_and_back(town: str) -> None:
    zhang, url, _ = adjusting([("证书.jpg", corpus.jpeg(corners()))])
    first = kept(zhang)
    assert held(first) == UPRIGHT
    page = zhang.press("向右转")
    assert "已向右转。" in page.text
    assert held(kept(zhang)) == TURNED
    assert Image.open(BytesIO(kept(zhang))).size == Image.open(BytesIO(first)).size[::-1]
    zhang.press("向左转")
    assert kept(zhang) == first, "nothing is lost by turning there and back"
    assert names(zhang.open(url)) == ["证书.jpg"]
    assert len(run(rules.library(ZHANG.account()))) == 1


def test_grey_and_whole_are_asked_for_and_taken_back(town: str) -> None:
    zhang, *_ = adjusting([("证书.jpg", photo())])
    trimmed = kept(zhang)
    zhang.press("变成灰色")
    assert Image.open(BytesIO(kept(zhang))).mode == "L"
    zhang.press("不裁边")
    page = zhang.page
    assert (
        "恢复颜色" in page.text,
        "裁边拉直" in page.text,
        "不裁边" in page.tree.xpath("string(//*[@id='changes'])"),
    ) == (True, True, False)
    zhang.press("恢复颜色")
    whole = Image.open(BytesIO(kept(zhang)))
    assert whole.mode == "RGB" and whole.size != Image.open(BytesIO(trimmed)).size
    zhang.press("裁边拉直")
    assert kept(zhang) == trimmed


def test_it_keeps_its_place_and_other_rows_keep_theirs(town: str) -> None:
    zhang, url, _ = adjusting([("甲.jpg", photo(1)), ("乙.jpg", photo(2))])
    zhang.open(url)
    first = zhang.page.tree.xpath("//ol[@class='files']//a[starts-with(., '调整')]/@href")[0]
    file = run(rules.attached(int(first.split("/")[-2])))["file"]
    other = run(rules.attach(ZHANG.account(), file, "education", 999_999, "diploma"))
    zhang.open(first)
    zhang.press("向左转")
    assert names(zhang.open(url)) == ["甲.jpg", "乙.jpg"]
    assert run(rules.attached(other))["file"] == file
    assert not run(File.exists().where((File.id == file) & File.removed_at.is_not_null()))
    run(Attachment.delete().where(Attachment.id == other))


def test_what_cannot_be_adjusted(town: str) -> None:
    zhang, url, address = adjusting([("证书.jpg", photo())])
    assert WANG.browser().open(address).status == 404
    token = {"token": zhang.token}
    assert zhang.post(f"{address.removesuffix('/adjust')}/upside-down", token).status == 404
    zhang.open(url)
    zhang.press("移除：证书.jpg")
    assert zhang.open(address).status == 404
    page = send(zhang, url, ("论文.pdf", corpus.encoded(Image.new("RGB", (300, 400), "white"), "PDF")))
    assert page.tree.xpath("//ol[@class='files']//a[starts-with(., '调整')]") == []
    zhou = ZHOU.browser()
    assert zhou.open(f"{award_of(ZHOU)}/1/adjust").status in (404, 409)


def test_after_submission_the_bytes_cannot_change(town: str) -> None:
    *_, address = adjusting([("证书.jpg", photo())])
    attachment = int(address.split("/")[-2])
    before = run(rules.attached(attachment))
    file = run(rules.file_of(ZHANG.account(), before["file"]))

    async def closed() -> None:
        raise rules.Refused("已经提交。")

    try:
        run(again.again(ZHANG.account(), attachment, file, "left", closed))
    except rules.Refused as refusal:
        assert refusal.sentence == "已经提交。"
    assert run(rules.attached(attachment))["file.sha256"] == before["file.sha256"]
