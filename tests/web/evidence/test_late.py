"""Files sent after the session had ended, or after the window had closed: kept, given to their owner alone, bounded."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests import corpus
from tests.browser import Browser, Page
from tests.cast import MOMENT, PASSWORD, WANG, ZHANG, Someone
from tests.support import run
from web import clock, rows
from web.declaration.sections import SECTIONS
from web.evidence import keeping, late, limits, uploads
from web.evidence.tables import File, Upload
from web.shell import visit

LATER = MOMENT + timedelta(hours=3)
CLOSED = datetime.fromisoformat("2027-01-20T09:00:00+08:00")


pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture(autouse=True)
def _nothing_lies() -> None:
    """An empty folder of uploads."""
    for path in lying():
        path.unlink()


def photo(seed: int = 1) -> bytes:
    return corpus.jpeg(corpus.small_photograph(seed))


def award_of(someone: Someone) -> str:
    row = run(rows.rows_of(SECTIONS["awards"], someone.declaration()))[0]
    return f"/declarations/{someone.declaration()}/awards/{row['id']}/files/certificate"


def sent(browser: Browser, url: str, *files: tuple[str, bytes], token: str = "") -> Page:
    parts = [("file", (name, data, "application/octet-stream")) for name, data in files]
    return browser.post(url, {"token": token or browser.token}, files=parts)


def signed_in_again(browser: Browser, someone: Someone) -> Page:
    return browser.press("立即登录", login=someone.login, password=PASSWORD)


def names(page: Page) -> list[str]:
    return [str(link.text) for link in page.tree.xpath("//ol[@class='files']//div[@class='about']/a")]


def lying() -> list[Path]:
    return list(uploads.folder().iterdir())


def test_a_file_sent_after_the_session_hangs_on_its_field_after_signing_in(town: str) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    zhang.open(url)
    with clock.frozen(LATER):
        page = sent(
            zhang, url, ("一等奖证书.jpg", photo()), ("说明.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9)
        )
        assert page.heading == "用户登录"
        assert "您刚才的登录已超时，文件已经收到。登录后会放到刚才要放的地方。" in page.text
        page = signed_in_again(zhang, ZHANG)
        assert page.path.startswith(f"{url}?kept=")
        assert "刚才登录已超时，文件已收到，登录后已放入“" in page.text
        assert "“一等奖证书.jpg”已收下，1 页" in page.text
        assert "“说明.doc”没有收下：不能直接上传 Word、WPS 文档。" in page.text
        assert names(page) == ["一等奖证书.jpg"]
        again = zhang.open(page.path)
        assert (names(again), "登录已超时" in again.text) == (["一等奖证书.jpg"], False)
    assert lying() == []


def test_nobody_else_gets_it_and_it_waits_for_its_owners_word(town: str) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    zhang.open(url)
    with clock.frozen(LATER):
        sent(zhang, url, ("证书.jpg", photo()))
        secret = zhang.page.value("kept")
        assert len(secret) > 16
        zhang.page.tree.forms[0].fields["kept"] = secret
        page = signed_in_again(zhang, WANG)  # another person at the same computer
        assert page.heading == "王五，您好"
        assert zhang.open(f"{url}?kept={secret}").status == 404
        assert not run(File.exists().where(File.name == "证书.jpg"))
        mine = Browser()  # on another computer, without the secret
        mine.open("/sign-in")
        signed_in_again(mine, ZHANG)
        page = mine.open(url)
        assert names(page) == [] and "证书.jpg：还没有放入这里，保留到" in page.text
        assert (
            "登录超时后收到，没有用在申报中。" in mine.open(f"/declarations/{ZHANG.declaration()}/check").text
        )
        mine.open(url)
        assert names(mine.press("放入这里")) == ["证书.jpg"]


def test_a_stranger_writes_nothing(town: str) -> None:
    zhang, wang, url = ZHANG.browser(), WANG.browser(), award_of(ZHANG)
    zhang.open(url)
    token = zhang.token
    wang.open("/profile/photo")
    nobody = Browser()
    assert sent(nobody, url, ("证书.jpg", photo()), token=token).heading == "用户登录"
    with clock.frozen(LATER):
        for browser, proof in ((wang, token), (zhang, "x" * 34), (zhang, wang.token)):
            page = sent(browser, url, ("证书.jpg", photo()), token=proof)
            assert page.heading == "用户登录"
        answer = wang.send("POST", "/files", data={"token": token})
        assert answer.status_code in (303, 405)
    assert (lying(), run(Upload.count())) == ([], 0)


def test_a_session_that_was_ended_or_is_a_week_over_keeps_nothing(town: str) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    zhang.open(url)
    with clock.frozen(MOMENT + timedelta(days=7, hours=3)):
        assert "文件没有收下" in sent(zhang, url, ("证书.jpg", photo())).text
    zhang = ZHANG.browser()
    zhang.open(url)
    token, cookie = zhang.token, zhang.client.cookies[visit.SESSION]
    zhang.press("退出")
    parts = [("file", ("证书.jpg", photo(), "image/jpeg"))]
    held = {"cookie": f"{visit.SESSION}={cookie}"}
    page = Browser().post(url, {"token": token}, files=parts, headers=held)
    assert "文件没有收下" in page.text
    assert run(Upload.count()) == 0


@pytest.mark.parametrize("bound", ["KEPT_PERSON_BYTES", "KEPT_NETWORK_BYTES", "KEPT_BYTES"])
def test_the_bounds_hold_and_are_said(town: str, monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    zhang, url, data = ZHANG.browser(), award_of(ZHANG), photo()
    zhang.open(url)
    monkeypatch.setattr(limits, bound, limits.Limit(2 * len(data) + 10, "B", "test"))
    with clock.frozen(LATER):
        sent(zhang, url, *((f"{number}.jpg", data) for number in range(3)))
        assert len(lying()) == 2
        assert run(late.room(ZHANG.account(), "127.0.0.1")) == 10
        for_others = run(late.room(WANG.account(), "elsewhere"))
        assert for_others == (10 if bound == "KEPT_BYTES" else 2 * len(data) + 10)
        page = signed_in_again(zhang, ZHANG)
        full = "“2.jpg”没有收下：登录超时后系统能代为保留的文件已满。请登录后再传一次。"
        assert full in page.text and page.status == 422


def test_a_file_over_the_limit_is_cut_off_while_it_arrives(
    town: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    zhang.open(url)
    monkeypatch.setattr(limits, "UPLOAD_BYTES", limits.Limit(30_000, "B", "test"))
    with clock.frozen(LATER):
        sent(zhang, url, ("大.jpg", bytes(900_000)))
        assert lying() == []
        page = signed_in_again(zhang, ZHANG)
    assert "“大.jpg”没有收下：文件超过 50 MB。" in page.text


def test_what_nobody_came_back_for_is_swept(town: str) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    zhang.open(url)
    with clock.frozen(LATER):
        sent(zhang, url, ("证书.jpg", photo()))
        assert len(lying()) == 1
    with clock.frozen(LATER + timedelta(days=8)):
        run(keeping.sweep())
    assert (lying(), run(Upload.count())) == ([], 0)


def test_an_id_photo_sent_after_the_session_is_in_use_after_signing_in(town: str) -> None:
    wang = WANG.browser()
    wang.open("/profile/photo")
    with clock.frozen(LATER):
        sent(wang, "/profile/photo", ("我.jpg", photo()))
        page = signed_in_again(wang, WANG)
        assert page.path.startswith("/profile/photo?kept=")
        assert "刚才登录已超时，照片已收到，登录后已换上。" in page.text
        assert "现在的照片" in page.text


def test_a_resumable_upload_is_told_and_goes_on_after_signing_in(town: str) -> None:
    zhang, url, data = ZHANG.browser(), award_of(ZHANG), photo()
    zhang.open(url)
    began = run(uploads.begin(ZHANG.account(), "证书.jpg", url, len(data)))
    place, half = f"/uploads/{began['key']}", len(data) // 2

    def patch(at: int, piece: bytes) -> tuple[int, str]:
        answer = zhang.send("PATCH", place, content=piece, headers={
            "tus-resumable": "1.0.0", "x-form-token": token, "upload-offset": str(at),
            "content-type": "application/offset+octet-stream",
        })  # fmt: skip
        return answer.status_code, answer.text

    token = zhang.token
    assert patch(0, data[:half]) == (204, "")
    with clock.frozen(LATER):
        assert patch(half, data[half:]) == (401, "登录已超时，已传的部分留着。请重新登录，会接着传。")
        head = zhang.send("HEAD", place, headers={"tus-resumable": "1.0.0"})
        assert (head.status_code, head.headers["tus-resumable"]) == (401, "1.0.0")
        zhang.open("/sign-in")
        signed_in_again(zhang, ZHANG)
        head = zhang.send("HEAD", place, headers={"tus-resumable": "1.0.0"})
        assert int(head.headers["upload-offset"]) == half
        assert patch(half, data[half:]) == (204, "")
        assert names(zhang.open(url)) == ["证书.jpg"]


def test_a_file_that_comes_after_the_window_is_in_the_library(town: str) -> None:
    zhang, url, data = ZHANG.browser(), award_of(ZHANG), photo()
    zhang.open(url)
    began = run(uploads.begin(ZHANG.account(), "接着传.jpg", url, len(data)))
    (uploads.path_of(began)).write_bytes(data)
    with clock.frozen(CLOSED):
        zhang.open("/sign-in")
        signed_in_again(zhang, ZHANG)
        zhang.open("/password")
        page = sent(zhang, url, ("证书.jpg", data))
        assert "“证书.jpg”没有放入这里：" in page.text
        assert "文件已存入“我的文件”，以后可以选用。" in page.text and page.status == 409
        assert names(page) == []
        run(Upload.update({Upload.offset: len(data), Upload.expires: CLOSED + timedelta(days=1)}, force=True))
        page = zhang.open(url)
        assert "“接着传.jpg”没有放入这里：" in page.text
        text = zhang.open("/files").text
        assert "证书.jpg" in text and "接着传.jpg" in text


def test_a_file_sent_after_both_the_session_and_the_window_is_in_the_library(town: str) -> None:
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    with clock.frozen(CLOSED - timedelta(days=1)):
        zhang = ZHANG.browser()
        zhang.open(url)
        zhang.open("/profile/photo")
    with clock.frozen(CLOSED):
        sent(zhang, url, ("证书.jpg", photo()))
        page = signed_in_again(zhang, ZHANG)
        assert "“证书.jpg”没有放入这里：" in page.text
        assert "证书.jpg" in zhang.open("/files").text
