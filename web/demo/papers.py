"""Sample documents: a page that says 示例 in large letters and what it stands for, and a drawn ID photo."""

import asyncio
import io
from functools import cache

import typst
from PIL import Image, ImageDraw

from web.documents import fonts
from web.evidence.limits import PORTRAIT_HEIGHT, PORTRAIT_WIDTH

PAGE = """
#set page(paper: "a4", margin: 24mm)
#set text(font: ("Noto Sans SC", "Noto Sans CJK SC"), lang: "zh", fill: rgb("#333"))
#set document(title: sys.inputs.name, date: none)
#rect(width: 100%, height: 100%, stroke: 2pt + rgb("#8a1c1c"), inset: 12mm)[
  #align(center + horizon)[
    #text(size: 30pt, weight: "bold")[#sys.inputs.name]
    #v(16mm)
    #text(size: 110pt, fill: rgb("#8a1c1c"))[示例]
    #v(16mm)
    #text(size: 15pt)[本页只用于演示，不是真实的证书或证明。]
  ]
]
"""


@cache
def _page(name: str) -> bytes:
    if fonts.complaints():
        return _drawn()
    made = typst.compile(
        PAGE.encode(),
        font_paths=fonts.loaded(),
        ignore_system_fonts=True,
        sys_inputs={"name": name},
        format="pdf",
    )
    assert isinstance(made, bytes)
    return made


async def document(name: str) -> bytes:
    """The PDF of a sample document called `name`; a JPEG that says SAMPLE where no Chinese font is installed."""
    return await asyncio.to_thread(_page, name)


def _drawn() -> bytes:
    page = Image.new("RGB", (900, 1273), "#ffffff")
    draw = ImageDraw.Draw(page)
    draw.rectangle((70, 70, 830, 1203), outline="#8a1c1c", width=6)
    draw.text((450, 636), "SAMPLE", fill="#8a1c1c", anchor="mm", font_size=150)
    return _jpeg(page)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


CLOTHES = ("#22324a", "#3d2b3f", "#26423a", "#4a3626")


@cache
def silhouette(woman: bool, turn: int) -> bytes:
    """An ID photo of nobody: a drawn figure before light blue, 413 × 626, JPEG; `turn` varies the clothes."""
    width, height = PORTRAIT_WIDTH.amount, PORTRAIT_HEIGHT.amount
    image = Image.new("RGB", (width, height), "#9cc3e6")
    draw = ImageDraw.Draw(image)
    middle, hair, skin = width // 2, "#1d1b1a", "#d9b08c"
    if woman:
        draw.rounded_rectangle((middle - 125, 110, middle + 125, 420), 110, fill=hair)
    draw.ellipse((40, 425, width - 40, height + 300), fill=CLOTHES[turn % len(CLOTHES)])
    draw.rectangle((middle - 45, 350, middle + 45, 450), fill="#c99f7b")
    draw.polygon(((middle - 75, 430), (middle + 75, 430), (middle, 540)), fill="#f4f4f4")
    draw.ellipse((middle - 105, 125, middle + 105, 405), fill=skin)
    draw.chord((middle - 110, 105, middle + 110, 345), 180, 360, fill=hair)
    for eye in (middle - 42, middle + 42):
        draw.ellipse((eye - 13, 255, eye + 13, 271), fill="#2a2523")
        draw.line((eye - 22, 238, eye + 22, 236), fill="#2a2523", width=6)
    draw.line((middle, 270, middle - 8, 312, middle + 6, 314), fill="#a87f5e", width=5)
    draw.arc((middle - 32, 320, middle + 32, 362), 20, 160, fill="#8a4038", width=6)
    return _jpeg(image)
