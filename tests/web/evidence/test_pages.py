"""Files through the pages: sent, ordered, removed, joined, agreed to."""

import re
from io import BytesIO

import pytest
from PIL import Image

from tests import corpus
from tests.browser import Browser, Page
from tests.cast import WANG, ZHANG, ZHOU, Someone
from tests.support import run
from web import rows
from web.declaration.sections import SECTIONS
from web.evidence import limits, loose, places, rules, uploads
from web.evidence.pool import FULL, Pool
from web.evidence.store import Store

WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)


pytestmark = pytest.mark.usefixtures("store")


def photo(seed: int = 1) -> bytes:
    return corpus.jpeg(corpus.small_photograph(seed))


def award_of(someone: Someone) -> str:
    """The address of the certificate field of her first award."""
    declaration = someone.declaration()
    row = run(rows.rows_of(SECTIONS["awards"], declaration))[0]
    return f"/declarations/{declaration}/awards/{row['id']}/files/certificate"


def send(browser: Browser, url: str, *files: tuple[str, bytes]) -> Page:
    """The upload form at `url`, filled with `files` and sent."""
    browser.open(url)
    parts = [("file", (name, data, "application/octet-stream")) for name, data in files]
    return browser.post(url, {"token": browser.token}, files=parts)


def names(page: Page) -> list[str]:
    """The files that hang on the field, in order."""
    return [str(link.text) for link in page.tree.xpath("//ol[@class='files']//div[@class='about']/a")]


def test_each_file_is_taken_on_its_own(town: str) -> None:
    zhang = ZHANG.browser()
    page = send(
        zhang,
        award_of(ZHANG),
        ("一等奖证书.jpg", photo()),
        ("说明.doc", WORD),
        ("空.jpg", b""),
        ("二.jpg", photo(2)),
    )
    assert page.status == 422
    taken = r"“一等奖证书\.jpg”已收下，1 页，由 \d+ KB 转成 \d\d KB，符合要求。"
    assert re.search(taken, page.text), page.text
    assert "“说明.doc”没有收下：不能直接上传 Word、WPS 文档。" in page.text
    assert "“空.jpg”没有收下：这个文件是空的，请重新选择或重新拍照。" in page.text
    assert page.title.startswith("错误：")
    assert names(page) == ["一等奖证书.jpg", "二.jpg"]


def test_the_limits_are_said_before_the_file_is_chosen(town: str) -> None:
    zhang = ZHANG.browser()
    page = zhang.open(award_of(ZHANG))
    told = "可以上传 JPEG、PNG、WebP、HEIC、TIFF 照片或 PDF，每个文件不超过 50 MB、500 页；"
    assert told in page.text
    assert page.text.index(told) < page.text.index("还没有上传。") + 200
    box = page.tree.xpath("//input[@type='file']")[0]
    assert box.get("aria-describedby").split()[0] == "file-hint"
    assert zhang.press("上传").complaints == ["请先选择要上传的文件。"]


def test_files_move_up_and_down_and_come_back(town: str) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    send(zhang, url, ("一.jpg", photo(1)), ("二.jpg", photo(2)), ("三.jpg", photo(3)))
    assert names(zhang.press("上移：二.jpg")) == ["二.jpg", "一.jpg", "三.jpg"]
    assert names(zhang.press("下移：二.jpg")) == ["一.jpg", "二.jpg", "三.jpg"]
    page = zhang.press("移除：二.jpg")
    assert "已移除，可以撤销。" in page.text
    assert names(page) == ["一.jpg", "三.jpg"]
    assert names(zhang.press("撤销移除")) == ["一.jpg", "二.jpg", "三.jpg"]


def test_photographs_become_one_pdf_in_their_order(town: str, store: Store) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    send(zhang, url, ("一.jpg", photo(1)), ("二.jpg", photo(2)))
    zhang.press("上移：二.jpg")
    page = zhang.press("把这 2 张照片按次序合并成一个 PDF")
    assert names(page) == ["二.pdf"]
    assert "2 页" in page.text
    mine = run(rules.library(ZHANG.account()))
    one, two = (next(file for file in mine if file.name == name) for name in ("一.jpg", "二.jpg"))
    inside = corpus.embedded_jpegs(store.get(str(mine[0].sha256)))
    assert inside == [store.get(str(two.sha256)), store.get(str(one.sha256))]


def test_a_file_of_the_library_serves_another_row(town: str) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    send(zhang, url, ("一.jpg", photo()))
    zhang.press("移除：一.jpg")
    zhang.open(url)
    box = zhang.page.tree.xpath("//input[@type='checkbox']/@name")[0]
    assert zhang.press("使用所选的文件").complaints == ["请先勾选要使用的文件。"]
    assert names(zhang.press("使用所选的文件", **{box: "1"})) == ["一.jpg"]
    strange = send(WANG.browser(), "/profile/photo", ("我.jpg", photo(2)))
    assert strange.status == 200
    theirs = run(rules.photo_of(WANG.account()))
    assert theirs is not None
    page = zhang.post(f"{url}/use", {"token": zhang.token, "file-2": "1"})
    assert page.complaints == ["没有找到这个文件。"]


def test_the_same_file_twice_hangs_once(town: str) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    send(zhang, url, ("一.jpg", photo()))
    page = send(zhang, url, ("一.jpg", photo()))
    assert names(page) == ["一.jpg"]
    assert page.status == 200
    assert "“一.jpg”：这里已经有同样的文件，没有重复添加。" in page.text
    assert len(run(rules.library(ZHANG.account()))) == 1


def test_a_compressed_scan_is_looked_at_before_it_is_used(town: str) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    page = send(zhang, url, ("扫描.pdf", corpus.scanned_pdf(2)))
    assert "“扫描.pdf”超过大小限制，已压缩，其中第 1、2 页变成了图片。请看一看是否清楚，再使用。" in page.text
    assert names(page) == []
    page = zhang.follow("看一看压缩后的页面")
    assert page.heading == "压缩后能看清吗？"
    pictures = page.tree.xpath("//figure//img/@src")
    assert len(pictures) == 4
    assert [zhang.send("GET", each).headers["content-type"] for each in pictures] == ["image/jpeg"] * 4
    page = zhang.press("看得清，使用这个文件")
    assert names(page) == ["扫描.pdf"]
    assert "等您看一看的文件" not in page.text


def test_a_file_that_is_used_nowhere_is_named_before_submitting(town: str) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    declaration = f"/declarations/{ZHANG.declaration()}"
    assert "没有用上" not in zhang.open(f"{declaration}/check").text
    send(zhang, url, ("扫描.pdf", corpus.scanned_pdf(1)))
    half = run(uploads.begin(ZHANG.account(), "证书.jpg", url, 1000))
    for page in (zhang.open(f"{declaration}/check"), zhang.open(f"{declaration}/submit")):
        assert "还有 2 个文件没有用上" in page.text
        assert f"证书.jpg：{loose.HALF}" in page.text
        assert f"扫描.pdf：{loose.UNSEEN}" in page.text
    assert page.tree.xpath(f"//main//a[@href='{url}']")
    run(uploads.end(half))
    zhang.open(url)
    zhang.follow("扫描.pdf")
    zhang.press("看得清，使用这个文件")
    assert "没有用上" not in zhang.open(f"{declaration}/check").text


def test_a_file_over_the_limit_is_cut_off_while_it_arrives(
    town: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)  # first: routes take their limits when they are imported
    monkeypatch.setattr(limits, "UPLOAD_BYTES", limits.Limit(100_000, "B", limits.HOUSE))
    page = send(
        zhang,
        url,
        ("大.jpg", photo() + bytes(3_000_000)),
        ("小.jpg", corpus.jpeg(Image.new("RGB", (300, 400)))),
    )
    assert names(page) == ["小.jpg"]
    assert "“大.jpg”没有收下：文件超过" in page.text


def test_a_full_pool_is_said_in_words(town: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from web.shell import targets

    async def made() -> None:
        places._pools[__import__("asyncio").get_running_loop()] = Pool(children=1, waiting=-1)

    run(made())
    monkeypatch.setattr(targets, "PATIENCE", 0)
    page = send(ZHANG.browser(), award_of(ZHANG), ("一.jpg", photo()))
    assert page.complaints == [f"“一.jpg”没有收下：{FULL}"]


def test_nothing_changes_where_the_declaration_is_locked(town: str) -> None:
    """周八's declaration was returned for 学习经历 only."""
    zhou, url = ZHOU.browser(), award_of(ZHOU)
    page = zhou.open(url)
    assert page.status == 200
    assert not page.tree.xpath("//main//form")
    zhou.open("/profile/photo")
    parts = [("file", ("一.jpg", photo(), "image/jpeg"))]
    assert zhou.post(url, {"token": zhou.token}, files=parts).status == 409
    assert "“一.jpg”没有放入这里：" in zhou.page.text and names(zhou.page) == []
    assert [file.name for file in run(rules.library(ZHOU.account()))] == ["一.jpg"]


def test_a_form_of_a_stranger_writes_nothing(town: str, store: Store) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    zhang.open(url)
    parts = [("file", ("一.jpg", photo(), "image/jpeg"))]
    assert zhang.post(url, {"token": "x" * 34}, files=parts).status == 403
    assert (
        zhang.post(url, {"token": zhang.token}, files=parts, headers={"sec-fetch-site": "cross-site"}).status
        == 403
    )
    broken = b'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n' + b"a" * 99
    answer = zhang.send(
        "POST", url, content=broken, headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert answer.status_code == 400
    assert list(store.all()) == []


def test_the_id_photo_is_cut_and_moved_by_plain_buttons(town: str) -> None:
    wang = WANG.browser()
    page = send(wang, "/profile/photo", ("我.jpg", photo()))
    assert page.status == 200
    assert "照片已收下。" in page.text
    first = page.tree.xpath("//img[@id='crop']/@src")[0]
    for button in ("放大", "右移", "下移", "左移", "上移", "缩小"):
        page = wang.press(button)
        assert "已重新裁剪。" in page.text
    assert page.tree.xpath("//img[@id='crop']/@src")[0] != first
    picture = wang.send("GET", page.tree.xpath("//img[@id='crop']/@src")[0])
    assert Image.open(BytesIO(picture.content)).size == (413, 626)
    assert wang.open("/profile/basic").tree.xpath("//img[@alt='您的证件照片']")
    page = send(wang, "/profile/photo", ("合同.pdf", corpus.scanned_pdf(1)))
    assert page.complaints == [
        "“合同.pdf”没有收下：证件照片请上传照片（JPEG、PNG、WebP、HEIC），不要上传 PDF。"
    ]
    assert wang.send("GET", "/profile/photo/image").status_code == 200


def test_a_dark_photo_is_said_in_words(town: str) -> None:
    wang = WANG.browser()
    page = send(wang, "/profile/photo", ("暗.jpg", corpus.jpeg(Image.new("RGB", (300, 455), (20, 20, 20)))))
    assert "照片太暗，看不清面部。请在光线充足的地方重新拍照。" in page.text
    assert "照片太小：裁出的部分不到 413×626 像素，打印会模糊。" in page.text


def test_my_files_and_how_one_is_removed(town: str) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    send(zhang, url, ("一.jpg", photo()))
    page = zhang.open("/files")
    assert "一.jpg" in page.text
    assert zhang.press("删除：一.jpg").status == 422
    assert "这个文件正在使用，不能删除。请先从填报内容中移除。" in zhang.page.text
    zhang.open(url)
    zhang.press("移除：一.jpg")
    zhang.open("/files")
    assert "已删除。" in zhang.press("删除：一.jpg").text
