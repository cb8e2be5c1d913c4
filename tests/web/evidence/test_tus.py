"""Resumable uploads against a running server: the protocol, a public client, kill -9 at random moments."""

import base64
import hashlib
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from tusclient import client as tus  # type: ignore[import-untyped]

from tests import corpus
from tests.browser import Browser
from tests.cast import PASSWORD, WANG, ZHANG, Someone
from tests.live import Server, serving
from web.evidence import limits

KILLS = 10


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("live"), workers=2) as found:
        yield found


class Sender:
    """Someone's session, as a tus client carries it: cookie and form token."""

    def __init__(self, server: Server, someone: Someone, target: str = "/profile/photo") -> None:
        self.server, self.target = server, target
        self.browser = Browser(server.address)
        self.browser.open("/sign-in")
        self.browser.press("立即登录", login=someone.login, password=PASSWORD)
        self.browser.open("/profile/photo")
        cookies = "; ".join(f"{name}={value}" for name, value in self.browser.client.cookies.items())
        self.headers = {"cookie": cookies, "x-form-token": self.browser.token}

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return httpx.request(
            method, self.server.address + path, content=body, timeout=60,
            headers={**self.headers, "tus-resumable": "1.0.0", **named},
        )  # fmt: skip

    def create(self, name: str, length: int, target: str = "") -> httpx.Response:
        about = {"filename": name, "target": target or self.target}
        text = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in about.items())
        return self.ask("POST", "/uploads", upload_length=str(length), upload_metadata=text)

    def add(self, place: str, offset: int, data: bytes, **headers: str) -> httpx.Response:
        kind = "application/offset+octet-stream"
        return self.ask("PATCH", place, data, upload_offset=str(offset), content_type=kind, **headers)

    def offset(self, place: str) -> int:
        return int(self.ask("HEAD", place).headers["upload-offset"])


def field_of(sender: Sender) -> str:
    """The address of the diploma field of the first row of 学习经历."""
    sender.browser.open("/profile/education")
    link = sender.browser.page.tree.xpath("//a[starts-with(@href, '/profile/education/')]/@href")[0]
    return f"{link.split('#')[0]}/files/diploma"


def photo(seed: int = 1) -> bytes:
    return corpus.jpeg(corpus.small_photograph(seed), quality=97)


def names(sender: Sender, field: str) -> list[str]:
    """The files that hang on the field, as the page lists them."""
    page = sender.browser.open(field)
    return [str(link.text) for link in page.tree.xpath("//ol[@class='files']//div[@class='about']/a")]


def test_the_server_says_what_it_can(server: Server) -> None:
    answer = httpx.options(server.address + "/uploads")
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-extension"] == "creation,expiration,checksum,termination"
    assert answer.headers["tus-max-size"] == "50000000"


def test_a_file_in_pieces_hangs_on_its_row(server: Server) -> None:
    zhang = Sender(server, ZHANG)
    field, data = field_of(zhang), photo()
    made = zhang.create("毕业证书.jpg", len(data), field)
    assert made.status_code == 201
    place, half = made.headers["location"], len(data) // 2
    first = zhang.add(place, 0, data[:half])
    assert (first.status_code, first.headers["upload-offset"]) == (204, str(half))
    assert "upload-expires" in first.headers
    assert zhang.offset(place) == half
    assert zhang.ask("GET", place).json()["state"] == "arriving"
    assert zhang.add(place, 0, data).status_code == 409
    assert zhang.add(place, half, data[half:]).status_code == 204
    told = zhang.ask("GET", place).json()
    assert (told["state"], told["sentence"]) == ("taken", "“毕业证书.jpg”已收下。")
    assert "毕业证书.jpg" in names(zhang, field)
    assert list((server.data / "uploads").iterdir()) == []


def test_what_is_refused(server: Server) -> None:
    zhang, wang = Sender(server, ZHANG), Sender(server, WANG)
    field = field_of(zhang)
    big = zhang.create("大.pdf", 60_000_000, field)
    assert (big.status_code, big.text) == (413, "文件超过 50 MB。请分成几份，或用照片代替后再上传。")
    assert zhang.create("空.pdf", 0, field).status_code == 400
    assert wang.create("别人的.jpg", 10, field).status_code == 404
    assert wang.create("哪里.jpg", 10, "/home").status_code == 404
    place = zhang.create("证书.jpg", 10, field).headers["location"]
    assert wang.ask("HEAD", place).status_code == 404
    assert wang.add(place, 0, b"0123456789").status_code == 404
    assert wang.ask("DELETE", place).status_code == 404
    assert zhang.ask("PATCH", place, b"0", upload_offset="0", content_type="text/plain").status_code == 415
    assert zhang.add(place, 0, b"01234567890").status_code == 413
    assert zhang.ask("PATCH", place, tus_resumable="0.2.2").status_code == 412
    assert zhang.ask("DELETE", place, x_form_token="x" * 34).status_code == 403
    nobody = httpx.head(server.address + place, headers={"tus-resumable": "1.0.0"})
    assert (nobody.status_code, nobody.headers["tus-resumable"]) == (401, "1.0.0")
    assert zhang.ask("DELETE", place).status_code == 204
    assert zhang.ask("HEAD", place).status_code == 404


def test_a_checksum_that_does_not_fit_keeps_nothing(server: Server) -> None:
    zhang = Sender(server, ZHANG)
    data = photo(3)
    place = zhang.create("证书.jpg", len(data), field_of(zhang)).headers["location"]
    sha1 = base64.b64encode(hashlib.sha1(data[:5000]).digest()).decode()
    assert zhang.add(place, 0, data[1:5001], upload_checksum=f"sha1 {sha1}").status_code == 460
    assert zhang.offset(place) == 0
    assert zhang.add(place, 0, data[:5000], upload_checksum=f"crc9 {sha1}").status_code == 400
    assert zhang.add(place, 0, data[:5000], upload_checksum=f"sha1 {sha1}").status_code == 204
    assert zhang.offset(place) == 5000
    zhang.ask("DELETE", place)


def test_a_client_reads_again_what_it_said_of_the_upload(server: Server) -> None:
    zhang = Sender(server, ZHANG)
    place = zhang.create("毕业证书.jpg", 10, field_of(zhang)).headers["location"]
    pairs = dict(pair.split() for pair in zhang.ask("HEAD", place).headers["upload-metadata"].split(","))
    said = {key: base64.b64decode(value).decode() for key, value in pairs.items()}
    assert said == {"filename": "毕业证书.jpg", "target": field_of(zhang)}
    zhang.ask("DELETE", place)


def test_where_only_get_and_post_get_through(server: Server) -> None:
    zhang, wang = Sender(server, ZHANG), Sender(server, WANG)
    data = photo(5)
    place = zhang.create("证书.jpg", len(data), field_of(zhang)).headers["location"]
    adding = {"content_type": "application/offset+octet-stream", "x_http_method_override": "PATCH"}
    assert wang.ask("POST", place, data[:9000], upload_offset="0", **adding).status_code == 404
    assert zhang.ask("POST", place, data[:9000], upload_offset="0", **adding).status_code == 204
    assert (
        zhang.ask("POST", place, b"", x_form_token="x" * 34, upload_offset="9000", **adding).status_code
        == 403
    )
    assert zhang.ask("POST", place, data[9000:], upload_offset="9000", **adding).status_code == 204
    assert zhang.ask("GET", place).json()["state"] == "taken"
    assert zhang.ask("POST", place, x_http_method_override="GET").status_code == 405
    assert zhang.ask("POST", place).status_code == 405
    assert wang.ask("POST", place, x_http_method_override="DELETE").status_code == 404
    assert zhang.ask("POST", place, x_http_method_override="DELETE").status_code == 204


def test_numbers_that_lie(server: Server) -> None:
    """Lengths and offsets that are no numbers of bytes, metadata that is none, bytes beyond the end."""
    zhang = Sender(server, ZHANG)
    field = field_of(zhang)
    target = f"target {base64.b64encode(field.encode()).decode()}"
    for length in ("-1", "1e9", "0x10", "٣", "", "9" * 400, "10, 10"):
        answer = zhang.ask("POST", "/uploads", upload_length=length.encode(), upload_metadata=target)  # type: ignore[arg-type]
        assert answer.status_code in (400, 413), length
    for about in ("target", "target *", f"{target},filename %%%", "", "\xff".encode("latin-1")):
        answer = zhang.ask("POST", "/uploads", upload_length="10", upload_metadata=about)  # type: ignore[arg-type]
        assert answer.status_code in (400, 404), about
    name = "../../../etc/passwd\0.jpg"
    place = zhang.create(name, 1000, field).headers["location"]
    for offset in ("-1", "1", "1000", "9" * 30, "", "x"):
        assert zhang.ask("PATCH", place, b"123", upload_offset=offset,
                         content_type="application/offset+octet-stream").status_code in (400, 409), offset  # fmt: skip
    assert zhang.add(place, 0, bytes(1001)).status_code == 413
    assert zhang.offset(place) <= 1000
    for key in ("../zhicheng.sqlite", "%2e%2e%2fzhicheng.sqlite", "x" * 500, "%00"):
        assert zhang.ask("HEAD", f"/uploads/{key}").status_code in (400, 404), key
    assert zhang.ask("DELETE", place).status_code == 204


def test_many_at_once_pass_neither_the_count_nor_the_quota(server: Server) -> None:
    """Uploads announced at the same moment in two processes: together they stay within what one person may use."""
    wang = Sender(server, WANG)
    each = 40_000_000
    with ThreadPoolExecutor(12) as many:
        answers = list(many.map(lambda number: wang.create(f"{number}.pdf", each), range(40)))
    begun = [answer.headers["location"] for answer in answers if answer.status_code == 201]
    assert {answer.status_code for answer in answers} == {201, 413}
    assert len(begun) == limits.QUOTA_BYTES.amount // each
    with ThreadPoolExecutor(12) as many:
        ended = set(many.map(lambda place: wang.ask("DELETE", place).status_code, begun))
    assert ended == {204}


def test_a_refused_file_says_why_when_it_has_arrived(server: Server) -> None:
    zhang = Sender(server, ZHANG)
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    place = zhang.create("说明.doc", len(data), field_of(zhang)).headers["location"]
    assert zhang.add(place, 0, data).status_code == 204
    told = zhang.ask("GET", place).json()
    assert told["state"] == "refused"
    assert told["sentence"].startswith("“说明.doc”没有收下：不能直接上传 Word、WPS 文档。")


def test_the_public_client_uploads(server: Server, tmp_path: Path) -> None:
    zhang = Sender(server, ZHANG)
    field, path = field_of(zhang), tmp_path / "学位证书.jpg"
    path.write_bytes(photo(4))
    sender = tus.TusClient(server.address + "/uploads", headers=zhang.headers)
    sender.uploader(
        str(path), chunk_size=20_000, upload_checksum=True, metadata={"filename": path.name, "target": field}
    ).upload()
    assert "学位证书.jpg" in names(zhang, field)


class Travel:
    """Files sent one after another in small pieces; what was acknowledged and what hangs on the field is remembered."""

    def __init__(self, sender: Sender) -> None:
        self.sender, self.field = sender, field_of(sender)
        self.number, self.told, self.again = 0, 0, 0
        self.place, self.data, self.done = "", b"", 0
        self.hung: list[str] = []

    def go_on(self) -> None:
        """Sends until the server dies (httpx.HTTPError)."""
        while True:
            if not self.place:
                self.data, self.done = photo(10 + self.number), 0
                name = f"第{self.number:03d}份.jpg"
                self.place = self.sender.create(name, len(self.data), self.field).headers["location"]
            elif self.done < len(self.data):
                answer = self.sender.add(self.place, self.done, self.data[self.done : self.done + 15_000])
                assert answer.status_code == 204, (answer.status_code, answer.text)
                self.done = int(answer.headers["upload-offset"])
                self.told += 1
            elif (outcome := self.sender.ask("GET", self.place).json())["state"] == "waiting":
                time.sleep(0.05)
            else:
                assert outcome["state"] == "taken", outcome
                self.hung.append(f"第{self.number:03d}份.jpg")
                self.number, self.place = self.number + 1, ""
                self.by_form()

    def by_form(self) -> None:
        """One more file by the plain form: its answer is the word that the file hangs there."""
        name, data = f"表单{self.number:03d}.jpg", photo(10_000 + self.number)
        form = {"token": self.sender.headers["x-form-token"]}
        answer = httpx.post(
            self.sender.server.address + self.field, data=form, files={"file": (name, data)}, timeout=60,
            headers={"cookie": self.sender.headers["cookie"]},
        )  # fmt: skip
        assert f"“{name}”已收下" in answer.text, (answer.status_code, answer.text[-3000:])
        self.hung.append(name)

    def look(self) -> None:
        """After a death: every acknowledged byte is there, every file that was told hangs once, whole."""
        if self.place:
            stands = self.sender.offset(self.place)
            assert stands >= self.done, "an acknowledged byte was lost"
            self.again += stands - self.done
            self.done = stands
        hanging = names(self.sender, self.field)
        page = self.sender.browser.page
        assert page.status == 200, (page.status, page.text[:300])
        assert len(set(hanging)) == len(hanging), "a file hangs twice"
        assert set(self.hung) <= set(hanging), ("a file that was taken is gone", self.hung, hanging)
        for kept in (self.sender.server.data / "files").glob("??/??/*"):
            whole = kept.name.startswith(".") or hashlib.sha256(kept.read_bytes()).hexdigest() == kept.name
            assert whole, "half a file is visible under its name"
        pictures = self.sender.browser.page.tree.xpath("//ol[@class='files']//img/@src")
        if pictures:
            assert self.sender.ask("GET", pictures[-1]).status_code == 200
        arrived = self.place and self.done == len(
            self.data
        )  # the field's page takes it, and it would go with the rest
        if len(hanging) > 12 and not arrived:
            self.empty()

    def empty(self) -> None:
        """Takes every file off the field, so that it never becomes full."""
        while self.sender.browser.open(self.field).tree.xpath("//ol[@class='files']/li"):
            self.sender.browser.press("移除")
        self.hung = []


def killed_at_random(data: Path, kills: int, seed: int) -> Travel:
    """What became of the files after `kills` deaths of the server at random moments while they travelled."""
    chance = random.Random(seed)
    with serving(data) as server:
        travel = Travel(Sender(server, ZHANG))
        for _ in range(kills):
            timer = threading.Timer(chance.uniform(0.0, 3.5), server.kill)
            timer.start()
            with suppress(httpx.HTTPError):
                travel.go_on()
            timer.join()
            server.start()
            travel.look()
    return travel


def test_nothing_acknowledged_is_lost_by_kill_9(tmp_path: Path) -> None:
    assert killed_at_random(tmp_path, KILLS, 1).told > KILLS
