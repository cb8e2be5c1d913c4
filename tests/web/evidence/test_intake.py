"""What is refused, and with which sentence; the children that die alone; ten thousand broken files."""

import asyncio
import os
import random
import signal
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import psutil
import pytest
from PIL import Image

from tests import corpus
from tests.support import run
from tests.web.evidence.specimens import changed, sheet, specimens, text_pdf
from web.evidence import intake, pool, refusal
from web.evidence.pool import Busy, Pool
from web.evidence.refusal import Refused

FUZZED = int(os.environ.get("ZHICHENG_FUZZ", "600"))


def sentence_of(path: Path, data: bytes) -> str:
    """The sentence with which `data` is refused, or the kind as which it is taken."""
    path.write_bytes(data)
    try:
        return str(intake.examine(path)["kind"])
    except Refused as refused:
        return refused.sentence


def docx() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    return out.getvalue()


def archive() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as made:
        made.writestr("证书.jpg", b"x")
    return out.getvalue()


def _embed(document: pikepdf.Pdf) -> None:
    document.attachments["a.txt"] = b"hello"


def _script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )


def _deep_script(document: pikepdf.Pdf) -> None:
    """In a direct dictionary inside a direct array, where a walk over indirect objects alone does not see it."""
    document.pages[0].obj.AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(
            S=pikepdf.Name.GoTo,
            Next=pikepdf.Array([pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))]),
        )
    )


def _bomb(document: pikepdf.Pdf) -> None:
    squeezed = zlib.compress(zlib.compress(bytes(300_000_000), 9), 9)
    document.pages[0].obj.Contents = document.make_stream(
        squeezed, Filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    )


def _huge_picture(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Resources.XObject = pikepdf.Dictionary(
        Im=document.make_stream(
            b"x",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=60000,
            Height=60000,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
        )
    )


def locked(**passwords: str) -> bytes:
    return changed(text_pdf(1), lambda pdf: None, encryption=pikepdf.Encryption(**passwords))


def damaged() -> bytes:
    data = corpus.jpeg(sheet(1))
    return data[: len(data) // 2]


SENTENCES = {
    "empty": (lambda: b"", "这个文件是空的，请重新选择或重新拍照。"),
    "word": (docx, "不能直接上传 Word、WPS 文档。请在 Word 或 WPS 里选“文件—另存为—PDF”，再上传得到的 PDF。"),
    "old word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
                 "不能直接上传 Word、WPS 文档。请在 Word 或 WPS 里选“文件—另存为—PDF”，再上传得到的 PDF。"),
    "archive": (archive, "不能上传压缩包。请先解压，再逐个上传里面的照片或 PDF。"),
    "web page": (lambda: b"<html><script>alert(1)</script>", "这是程序或网页，不是证明材料，不能接收。请上传照片或 PDF。"),
    "program": (lambda: b"MZ" + bytes(200), "这是程序或网页，不是证明材料，不能接收。请上传照片或 PDF。"),
    "film": (lambda: b"\0\0\0\x18ftypmp42" + bytes(200), "这是视频或声音文件，不能接收。请上传照片或 PDF。"),
    "text": (lambda: "一段文字".encode(), refusal.UNKNOWN),
    "picture and archive": (lambda: corpus.jpeg(sheet(1)) + archive(), refusal.MIXED),
    "pdf and archive": (lambda: text_pdf(1) + archive(), refusal.MIXED),
    "picture and pdf": (lambda: corpus.jpeg(sheet(1), comment=b"%PDF-1.4"), refusal.MIXED),
    "picture and page": (lambda: corpus.jpeg(sheet(1), comment=b"<script>1</script>"), refusal.MIXED),
    "damaged pdf": (lambda: b"%PDF-1.7\nnothing", "文件已损坏，打不开。请重新拍照，或重新导出、重新下载后再上传。"),
    "picture of many pixels": (lambda: corpus.encoded(Image.new("1", (30000, 30000)), "PNG"), refusal.TOO_MANY_PIXELS),
    "picture of one pixel": (lambda: corpus.encoded(Image.new("1", (1, 1)), "PNG"), "照片太小，看不清内容。请重新拍照。"),
    "password": (lambda: locked(user="a", owner="b"), "这份 PDF 要密码才能打开，评委无法查看。请去掉密码后再上传。"),
    "restricted": (lambda: locked(user="", owner="b"),
                   "这份 PDF 设了权限限制，评委可能无法查看。请打开它，打印为新的 PDF 后再上传。"),
    "script": (lambda: changed(text_pdf(1), _script), refusal.SCRIPTED),
    "deep script": (lambda: changed(text_pdf(1), _deep_script), refusal.SCRIPTED),
    "attachment": (lambda: changed(text_pdf(1), _embed), refusal.CARRIES_FILES),
    "bomb": (lambda: changed(text_pdf(1), _bomb), "文件展开后太大，系统无法处理。请重新拍照，或打印成新的 PDF 后再上传。"),
    "huge picture in a pdf": (lambda: changed(text_pdf(1), _huge_picture), refusal.TOO_MANY_PIXELS),
    "too many pages": (lambda: text_pdf(501), "文件超过 500 页。请分成几份后再上传。"),
}  # fmt: skip


@pytest.mark.parametrize("name", SENTENCES)
def test_each_fault_has_its_own_sentence(name: str, tmp_path: Path) -> None:
    made, sentence = SENTENCES[name]
    assert sentence_of(tmp_path / "正常.jpg", made()) == sentence


def test_the_bytes_count_not_the_name(tmp_path: Path) -> None:
    assert sentence_of(tmp_path / "证书.docx", corpus.jpeg(sheet(1))) == "jpeg"
    assert sentence_of(tmp_path / "证书.jpg", text_pdf(1)) == "pdf"


def test_a_half_photograph_is_refused_by_its_decoder(tmp_path: Path) -> None:
    async def asked() -> str:
        children = Pool(1)
        (tmp_path / "x").write_bytes(damaged())
        try:
            await children.ask("convert", source=str(tmp_path / "x"), folder=str(tmp_path))
        except Refused as refused:
            return refused.sentence
        finally:
            await children.close()
        return ""

    assert run(asked()) == "文件已损坏，打不开。请重新拍照，或重新导出、重新下载后再上传。"


def test_a_child_that_dies_takes_nobody_with_it(tmp_path: Path) -> None:
    async def lived() -> tuple[str, list[int]]:
        children = Pool(2)
        (tmp_path / "12.jpg").write_bytes(next(data for name, data, _ in specimens() if name == "12 MP.jpg"))
        (tmp_path / "p.pdf").write_bytes(text_pdf(3))
        try:
            await children.ask("look", source=str(tmp_path / "p.pdf"))
            busy = asyncio.create_task(
                children.ask("convert", source=str(tmp_path / "12.jpg"), folder=str(tmp_path))
            )
            await asyncio.sleep(0.05)
            for child in list(children._all):
                os.kill(child.pid, signal.SIGKILL)
            said = ""
            try:
                await busy
            except Refused as refused:
                said = refused.sentence
            again = await asyncio.gather(
                *(children.ask("look", source=str(tmp_path / "p.pdf")) for _ in range(4))
            )
            return said, [each["pages"] for each in again]
        finally:
            await children.close()

    assert run(lived()) == (refusal.BOMB, [3, 3, 3, 3])


def test_a_full_pool_says_wait_and_drops_nobody(tmp_path: Path) -> None:
    async def crowded() -> tuple[list[str], list[int]]:
        children = Pool(1, waiting=2)
        (tmp_path / "p.pdf").write_bytes(text_pdf(3))
        try:
            came = await asyncio.gather(
                *(children.ask("look", source=str(tmp_path / "p.pdf")) for _ in range(5)),
                return_exceptions=True,
            )
            said = [each.sentence for each in came if isinstance(each, Busy)]
            return said, [each["pages"] for each in came if isinstance(each, dict)]
        finally:
            await children.close()

    assert run(crowded()) == ([pool.FULL] * 2, [3, 3, 3])


def test_a_job_has_a_clock(tmp_path: Path) -> None:
    async def late() -> str:
        children = Pool(1)
        (tmp_path / "12.jpg").write_bytes(next(data for name, data, _ in specimens() if name == "12 MP.jpg"))
        try:
            await children.ask("convert", clock=0.01, source=str(tmp_path / "12.jpg"), folder=str(tmp_path))
        except Refused as refused:
            return refused.sentence
        finally:
            await children.close()
        return ""

    assert run(late()) == pool.TOO_LONG


def mutated(seed: int) -> bytes:
    """A specimen that is cut, flipped, doubled, stuffed or married to another."""
    chance = random.Random(seed)
    small = [data for _, data, _ in specimens() if len(data) < 120_000]
    data = bytearray(chance.choice(small))
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(max(1, len(data)))
        way = chance.randrange(7)
        if way == 0:
            del data[at:]
        elif way == 1:
            for _ in range(chance.randint(1, 40)):
                place = chance.randrange(max(1, len(data)))
                data[place : place + 1] = bytes([chance.randrange(256)])
        elif way == 2:
            data[at:at] = bytes(chance.randrange(5000))
        elif way == 3:
            del data[at : at + chance.randrange(2000)]
        elif way == 4:
            data += chance.choice(small)[:20_000]
        elif way == 5:
            data[:0] = chance.choice((b"%PDF-1.4\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b"GIF89a", b"\0"))
        else:
            head = min(400, len(data))
            place = chance.randrange(max(1, head))
            data[place : place + 4] = chance.choice(
                (b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", b"9999")
            )
    return bytes(data)


def _memory(server: psutil.Process) -> int:
    """Bytes of the server; its children are bounded by the kernel at 300 MB each."""
    return int(server.memory_info().rss)


def test_broken_files_are_taken_whole_or_refused_with_a_sentence(tmp_path: Path) -> None:
    """600 here, 10,000 with ZHICHENG_FUZZ=10000."""

    async def fuzzed() -> tuple[int, int, list[str]]:
        children = Pool(2, waiting=4)
        server = psutil.Process()
        taken, wrong = 0, []

        async def lane(seeds: range) -> None:
            nonlocal taken
            folder = tmp_path / str(seeds.start)
            folder.mkdir()
            for seed in seeds:
                (folder / "source").write_bytes(mutated(seed))
                try:
                    answer = await children.ask("convert", source=str(folder / "source"), folder=str(folder))
                    for part in answer["parts"]:
                        again = await children.ask("look", source=part["path"])
                        if again["pages"] != part["pages"]:
                            wrong.append(f"{seed}: not taken in again")
                    taken += 1
                except Refused as refused:
                    if not refused.sentence.endswith("。"):
                        wrong.append(f"{seed}: no sentence")

        try:
            mutated(0)
            await lane(range(1_000_000, 1_000_010))
            before = _memory(server)
            await asyncio.gather(lane(range(0, FUZZED, 2)), lane(range(1, FUZZED, 2)))
            grown = _memory(server) - before
        finally:
            await children.close()
        return taken, grown, wrong

    taken, grown, wrong = run(fuzzed())
    assert wrong == []
    assert 0 < taken < FUZZED
    assert grown < 50_000_000
