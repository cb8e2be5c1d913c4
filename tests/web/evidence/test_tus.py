"""Resumable uploads against a running server: the protocol, a public client, kill -9 at random moments."""

import base64
import hashlib
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tusclient import client as tus  # type: ignore[import-untyped]

from tests import corpus
from tests.browser import Browser
from tests.cast import PASSWORD, WANG, ZHANG, Someone
from tests.live import Server, serving

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
    assert answer.headers["tus-max-size"] == "52428800"


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
    assert nobody.headers["location"] == "/sign-in"
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


def killed_at_random(data: Path, kills: int, seed: int) -> tuple[int, int]:
    """(acknowledgements, bytes thrown away by a kill and sent again) over `kills` deaths while files travel.

    Fails when an acknowledged byte is lost, when half a file is visible, or when an upload cannot go on.
    """
    chance, told, again = random.Random(seed), 0, 0
    with serving(data, workers=2) as server:
        zhang = Sender(server, ZHANG)
        field, number = field_of(zhang), 0
        place, sent, done, acknowledged = "", b"", 0, 0
        for _ in range(kills):
            timer = threading.Timer(chance.uniform(0.0, 0.7), server.kill)
            timer.start()
            try:
                while True:
                    if done == len(sent):
                        if place and zhang.ask("GET", place).json()["state"] != "taken":
                            time.sleep(0.05)
                            continue
                        number, acknowledged = number + bool(place), 0
                        sent, done = photo(10 + number), 0
                        place = ""
                        place = zhang.create(f"第{number:03d}份.jpg", len(sent), field).headers["location"]
                    answer = zhang.add(place, done, sent[done : done + 15_000])
                    assert answer.status_code == 204, (answer.status_code, answer.text)
                    done = acknowledged = int(answer.headers["upload-offset"])
                    told += 1
            except httpx.HTTPError:
                pass
            timer.join()
            server.start()
            if not place:
                sent, done = b"", 0
                continue
            assert zhang.offset(place) >= acknowledged, "an acknowledged byte was lost"
            done = zhang.offset(place)
            again += done - acknowledged
            hanging = names(zhang, field)
            assert len(set(hanging)) == len(hanging), "a file hangs twice"
            for each in range(max(0, number - 3), number):
                if number <= 20:
                    assert f"第{each:03d}份.jpg" in hanging
            if number >= 15:
                empty(zhang, field)
    return told, again


def empty(sender: Sender, field: str) -> None:
    """Takes every file off the field, so that it never becomes full."""
    while sender.browser.open(field).tree.xpath("//ol[@class='files']/li"):
        sender.browser.press("移除")


def test_nothing_acknowledged_is_lost_by_kill_9(tmp_path: Path) -> None:
    told, _ = killed_at_random(tmp_path, KILLS, 1)
    assert told > KILLS
