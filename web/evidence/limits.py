"""What a file may be and what it becomes, as data with its source."""

from dataclasses import dataclass

RULE = "申报支撑材料电子化要求：每页图片 1440×900 左右、100KB 以内，每个 PDF 小于 8MB（操作手册 2020 年版）"
PHOTO_RULE = "证件照片：宽 413 × 高 626 像素，JPEG（操作手册 2020 年版，2 寸）"
HOUSE = "本系统（2026 年）"


@dataclass(frozen=True)
class Limit:
    """One number of the norm: `amount` in `unit`, and where it comes from."""

    amount: int
    unit: str
    source: str


# 1 KB = 1,000 B everywhere, as the SI counts: what keeps within 100 KB and 8 MB of it is within 1,024-B KB as well.
KILO, MEGA, GIGA = 1_000, 1_000_000, 1_000_000_000
PAGE_LONG = Limit(1440, "px", RULE)
PAGE_SHORT = Limit(900, "px", RULE)
PAGE_BYTES = Limit(100_000, "B", RULE)
PICTURE_BYTES = Limit(99_000, "B", RULE)  # leaves a page room for what else it holds
PDF_BYTES = Limit(8_000_000, "B", RULE)
PORTRAIT_WIDTH = Limit(413, "px", PHOTO_RULE)
PORTRAIT_HEIGHT = Limit(626, "px", PHOTO_RULE)
PORTRAIT_BYTES = Limit(99_000, "B", HOUSE)

UPLOAD_BYTES = Limit(50 * MEGA, "B", HOUSE)
PAGES = Limit(500, "页", HOUSE)
OBJECTS = Limit(100_000, "个", HOUSE)
UNPACKED_BYTES = Limit(200_000_000, "B", HOUSE)
QUOTA_BYTES = Limit(1 * GIGA, "B", HOUSE)
SWEEP_DAYS = Limit(30, "天", HOUSE)
UPLOAD_DAYS = Limit(7, "天", HOUSE)

BLACKED_PAGES = Limit(200, "页", HOUSE)  # what one child blacks within its minute

# Files that came after their sender's session had ended, waiting for her to sign in: of one person, from one network, in all.
KEPT_PERSON_BYTES = Limit(200 * MEGA, "B", HOUSE)
KEPT_NETWORK_BYTES = Limit(1 * GIGA, "B", HOUSE)
KEPT_BYTES = Limit(5 * GIGA, "B", HOUSE)
KEPT_FILES = Limit(40, "个", HOUSE)

# Pixels a picture may have, from its header, before anything is decoded: what 300 MB can hold for its decoder.
PIXELS = {
    "jpeg": Limit(64_000_000, "px", HOUSE),
    "png": Limit(40_000_000, "px", HOUSE),
    "tiff": Limit(40_000_000, "px", HOUSE),
    "gif": Limit(20_000_000, "px", HOUSE),
    "webp": Limit(16_000_000, "px", HOUSE),
    "heic": Limit(26_000_000, "px", HOUSE),
    "pdf": Limit(64_000_000, "px", HOUSE),
}

ADDRESS_SPACE = Limit(300 * 1024 * 1024, "B", HOUSE)
CLOCK = Limit(60, "s", HOUSE)
CHILDREN = Limit(2, "个", HOUSE)
WAITING = Limit(16, "个", HOUSE)


def in_words(size: int) -> str:
    """1 GB, 1.2 MB, 81 KB or 812 B."""
    if size >= GIGA:
        return f"{size / GIGA:.3g} GB"
    if size >= MEGA:
        return f"{size / MEGA:.1f} MB"
    return f"{size / KILO:.0f} KB" if size >= KILO else f"{size} B"


def told() -> str:
    """The limits in one sentence, to be shown before a person chooses a file."""
    return (
        f"可以上传 JPEG、PNG、WebP、HEIC、TIFF 照片或 PDF，每个文件不超过 {UPLOAD_BYTES.amount // MEGA} MB、"
        f"{PAGES.amount} 页；系统会自动转成合格的大小。"
    )
