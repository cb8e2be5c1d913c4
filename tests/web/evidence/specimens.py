"""Two hundred files of every kind that people send, with the pages each must come to."""

import struct
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO

import pikepdf
import pillow_heif
from PIL import Image, ImageDraw

from tests import corpus

Specimen = tuple[str, bytes, int]  # name, bytes, pages
SEEDS = (1, 2, 3)


@lru_cache(maxsize=1)
def specimens() -> list[Specimen]:
    """All of them, in a fixed order."""
    pillow_heif.register_heif_opener()
    return [*_jpegs(), *_pngs(), *_webps(), *_gifs(), *_heics(), *_tiffs(), *_pdfs()]


def sheet(seed: int) -> Image.Image:
    """A telephone's view of a page, 540 × 720."""
    return corpus.small_photograph(seed).resize((540, 720))


def _jpegs() -> Iterator[Specimen]:
    for seed in SEEDS:
        image = sheet(seed)
        for turn in range(1, 9):
            exif = Image.Exif()
            exif[0x0112] = turn
            exif[0x010F] = "Maker"
            yield f"turned {turn} of {seed}.jpg", corpus.jpeg(image, exif=exif), 1
        yield f"progressive {seed}.jpg", corpus.jpeg(image, progressive=True), 1
        yield f"cmyk {seed}.jpg", corpus.jpeg(image.convert("CMYK")), 1
        yield f"grey {seed}.jpg", corpus.jpeg(image.convert("L")), 1
        yield f"coarse {seed}.jpg", corpus.jpeg(image, quality=15), 1
        yield f"fine {seed}.jpg", corpus.jpeg(image, quality=100, subsampling=0), 1
        yield f"comment {seed}.jpg", corpus.jpeg(image, comment=b"made by hand"), 1
        yield f"followed by a film {seed}.jpg", corpus.jpeg(image) + b"\0\0\0\x18ftypmp42" + bytes(5000), 1
        yield f"tall {seed}.jpg", corpus.jpeg(image.resize((200, 1900))), 1
        yield f"wide {seed}.jpg", corpus.jpeg(image.resize((1200, 200))), 1
        yield f"blank {seed}.jpg", corpus.jpeg(Image.new("RGB", (900 + seed, 1300), "white")), 1
    twelve = corpus.photograph(1)
    exif = Image.Exif()
    exif[0x0112] = 6
    yield "12 MP.jpg", corpus.jpeg(twelve), 1
    yield "12 MP turned.jpg", corpus.jpeg(twelve.transpose(Image.Transpose.ROTATE_90), exif=exif), 1
    yield "12 MP progressive.jpg", corpus.jpeg(twelve, progressive=True), 1
    yield "12 MP grey.jpg", corpus.jpeg(twelve.convert("L")), 1


def _pngs() -> Iterator[Specimen]:
    for seed in SEEDS:
        image = sheet(seed)
        see_through = image.convert("RGBA")
        see_through.putalpha(Image.linear_gradient("L").resize(image.size))
        deep = image.convert("I").point(lambda level: level * 257).convert("I;16")
        yield f"colour {seed}.png", corpus.encoded(image, "PNG"), 1
        yield f"grey {seed}.png", corpus.encoded(image.convert("L"), "PNG"), 1
        yield f"black and white {seed}.png", corpus.encoded(image.convert("1"), "PNG"), 1
        yield f"palette {seed}.png", corpus.encoded(image.quantize(64), "PNG"), 1
        yield f"palette, one clear {seed}.png", corpus.encoded(image.quantize(64), "PNG", transparency=3), 1
        yield f"transparent {seed}.png", corpus.encoded(see_through, "PNG"), 1
        yield f"transparent grey {seed}.png", corpus.encoded(see_through.convert("LA"), "PNG"), 1
        yield f"16 bit {seed}.png", corpus.encoded(deep, "PNG"), 1
        yield f"interlaced {seed}.png", interlaced(image.convert("L")), 1
        frames = [sheet(3).resize((200, 260)), sheet(2).resize((200, 260))]
        yield (
            f"animated {seed}.png",
            corpus.encoded(image.resize((200, 260)), "PNG", save_all=True, append_images=frames),
            1,
        )


def interlaced(image: Image.Image) -> bytes:
    """A grey PNG in Adam7 order (ISO/IEC 15948, 8.2), which Pillow does not write."""
    passes = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    width, height = image.size
    data = image.tobytes()
    lines = b"".join(
        b"\0" + data[row * width + x0:(row + 1) * width:dx]
        for x0, y0, dx, dy in passes for row in range(y0, height, dy) if x0 < width)  # fmt: skip
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 1)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def _webps() -> Iterator[Specimen]:
    for seed in SEEDS:
        image = sheet(seed)
        yield f"lossy {seed}.webp", corpus.encoded(image, "WEBP", quality=80, method=0), 1
        yield f"lossless {seed}.webp", corpus.encoded(image, "WEBP", lossless=True, method=0), 1
        yield f"grey {seed}.webp", corpus.encoded(image.convert("L"), "WEBP", method=0), 1
        clear = image.convert("RGBA")
        clear.putalpha(128)
        yield f"transparent {seed}.webp", corpus.encoded(clear, "WEBP", method=0), 1
        small = image.resize((200, 260))
        yield (
            f"animated {seed}.webp",
            corpus.encoded(small, "WEBP", save_all=True, append_images=[small.rotate(90)], method=0),
            1,
        )


def _gifs() -> Iterator[Specimen]:
    for seed in SEEDS:
        image = sheet(seed).quantize(32)
        yield f"still {seed}.gif", corpus.encoded(image, "GIF"), 1
        yield f"two colours {seed}.gif", corpus.encoded(image.convert("1"), "GIF"), 1
        yield f"transparent {seed}.gif", corpus.encoded(image, "GIF", transparency=2), 1
        yield f"interlaced {seed}.gif", corpus.encoded(image, "GIF", interlace=1), 1
        yield (
            f"animated {seed}.gif",
            corpus.encoded(image, "GIF", save_all=True, append_images=[sheet(2).quantize(32)]),
            1,
        )


def _heics() -> Iterator[Specimen]:
    for seed in SEEDS:
        image = sheet(seed).resize((360, 480))
        exif = Image.Exif()
        exif[0x0112] = 6
        yield f"plain {seed}.heic", corpus.encoded(image, "HEIF", quality=60), 1
        yield f"grey {seed}.heic", corpus.encoded(image.convert("L"), "HEIF", quality=60), 1
        yield f"turned {seed}.heic", corpus.encoded(image, "HEIF", quality=60, exif=exif.tobytes()), 1


def _tiffs() -> Iterator[Specimen]:
    for seed in SEEDS:
        image = sheet(seed)
        for way in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
            yield f"{way} {seed}.tif", corpus.encoded(image, "TIFF", compression=way), 1
        yield f"fax {seed}.tif", corpus.encoded(image.convert("1"), "TIFF", compression="group4"), 1
        yield f"cmyk {seed}.tif", corpus.encoded(image.convert("CMYK"), "TIFF"), 1
        deep = image.convert("I").point(lambda level: level * 257).convert("I;16")
        yield f"16 bit {seed}.tif", corpus.encoded(deep, "TIFF"), 1
        for count in (2, 5):
            rest = [sheet(1 + n % 3).resize((300 + 20 * n, 400)) for n in range(1, count)]
            yield (
                f"{count} pages {seed}.tif",
                corpus.encoded(image, "TIFF", save_all=True, append_images=rest, compression="jpeg"),
                count,
            )


def _pdfs() -> Iterator[Specimen]:
    for count in (1, 2, 3, 7):
        for size in ((595, 842), (842, 595), (842, 1191), (1684, 1191), (300, 300)):
            yield f"{count} of {size}.pdf", text_pdf(count, size), count
    for seed in SEEDS:
        yield f"scan {seed}.pdf", corpus.scanned_pdf(1, seed), 1
    yield "120 pages.pdf", text_pdf(120), 120
    for name, change in CHANGES.items():
        yield f"{name}.pdf", changed(text_pdf(3), change), 3
    for turn in (90, 180, 270):
        yield f"rotated {turn}.pdf", changed(text_pdf(2), lambda pdf, turn=turn: _rotate(pdf, turn)), 2
    for number, options in enumerate(
        (
            {"linearize": True},
            {"object_stream_mode": pikepdf.ObjectStreamMode.disable},
            {"qdf": True},
            {"compress_streams": False},
            {"min_version": "1.7"},
        )
    ):
        yield f"saved {number}.pdf", changed(text_pdf(3), lambda pdf: None, **options), 3
    for count in (1, 4, 11):
        heavy = Image.effect_noise((800, 1100), 90)
        yield (
            f"heavy {count}.pdf",
            corpus.encoded(
                heavy,
                "PDF",
                save_all=True,
                append_images=[heavy.rotate(90, expand=True)] * (count - 1),
                quality=95,
            ),
            count,
        )


def text_pdf(count: int, size: tuple[int, int] = (595, 842)) -> bytes:
    """Vector pages that say which they are."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        for number in range(1, count + 1):
            page = pdf.add_blank_page(page_size=size)
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.obj.Contents = pdf.make_stream(f"BT /F1 24 Tf 60 100 Td (page {number}) Tj ET".encode())
        out = BytesIO()
        pdf.save(out, static_id=True)
        return out.getvalue()


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object], **options: object) -> bytes:
    """`data` after `change`, saved with pikepdf's `options`."""
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out, static_id=True, **options)  # type: ignore[arg-type]
        return out.getvalue()


def _rotate(pdf: pikepdf.Pdf, turn: int) -> None:
    for page in pdf.pages:
        page.rotate(turn, relative=False)


def _link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 90, 90],
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org/")),
            )
        ]
    )


def _go_to(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Array([pdf.pages[1].obj, pikepdf.Name.Fit])


def _told(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = "某某"
    with pdf.open_metadata() as about:
        about["dc:title"] = "某某的证书"


def _crop(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.cropbox = [50, 50, 500, 700]


def _note(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Text,
                Rect=[9, 9, 30, 30],
                Contents=pikepdf.String("note"),
            )
        ]
    )


def _form(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T=pikepdf.String("name"),
            V=pikepdf.String("x"),
            Rect=[60, 60, 200, 90],
        )
    )
    pdf.pages[0].obj.Annots = pikepdf.Array([field])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])


def _drawn(pdf: pikepdf.Pdf) -> None:
    image = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(image).ellipse((20, 20, 280, 180), fill="red")
    stream = pdf.make_stream(zlib.compress(image.tobytes()), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
                             Width=300, Height=200, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
                             Filter=pikepdf.Name.FlateDecode)  # fmt: skip
    pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(Im=stream)
    pdf.pages[0].contents_add(b"q 300 0 0 200 100 400 cm /Im Do Q")


def _outlined(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("第一页", 0))


CHANGES: dict[str, Callable[[pikepdf.Pdf], object]] = {
    "with a link": _link, "opens on page 2": _go_to, "with metadata": _told, "cropped": _crop, "with a note": _note,
    "with a form": _form, "with a picture": _drawn, "with an outline": _outlined,
    "with labels": lambda pdf: pdf.Root.__setattr__("PageLabels", pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(
        S=pikepdf.Name.r)])),
    "with a language": lambda pdf: pdf.Root.__setattr__("Lang", pikepdf.String("zh-CN")),
}  # fmt: skip
