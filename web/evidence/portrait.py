"""The ID photo: 413 × 626 JPEG cut from a photograph by a box that plain buttons move; its faults in words."""

from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageFilter, ImageOps, ImageStat

from web.evidence import limits, photo
from web.evidence.encoding import encode

WIDTH, HEIGHT = limits.PORTRAIT_WIDTH.amount, limits.PORTRAIT_HEIGHT.amount
STEP = 0.03  # of the picture's side, one press of a button
SCALE = 1.1  # one press of 放大 or 缩小
DARK = 70  # mean of 255 under which a face cannot be recognised
BRIGHT = 235
SHARP = 5.0  # standard deviation of the Laplacian at 413 × 626

SMALL = f"照片太小：裁出的部分不到 {WIDTH}×{HEIGHT} 像素，打印会模糊。请换一张更大的照片，或把裁剪框放大。"
RATIO = f"照片不是 {WIDTH}∶{HEIGHT} 的比例，系统已按比例裁剪。请看头像是否完整，不完整时用下面的按钮调整。"
TOO_DARK = "照片太暗，看不清面部。请在光线充足的地方重新拍照。"
TOO_BRIGHT = "照片太亮，看不清面部。请避开强光重新拍照。"
BLURRED = "照片模糊，看不清面部。请拿稳手机、对准面部重新拍照。"
NOT_A_PHOTO = "证件照片请上传照片（JPEG、PNG、WebP、HEIC），不要上传 PDF。"
MOVES = {"left": "左移", "right": "右移", "up": "上移", "down": "下移", "bigger": "放大", "smaller": "缩小"}


@dataclass(frozen=True)
class Crop:
    """The cut: its upper left corner and its width, as fractions of the upright picture's width and height.

    `x` and `width` are fractions of the picture's width, `y` of its height; the height follows from 413 : 626.
    """

    x: float
    y: float
    width: float


def height_of(crop: Crop, size: tuple[int, int]) -> float:
    """The crop's height as a fraction of the picture's height; `size` is the upright picture's (width, height)."""
    return crop.width * size[0] * HEIGHT / WIDTH / size[1]


def first_crop(size: tuple[int, int]) -> Crop:
    """The largest cut of the right ratio: in the middle across, toward the top, where a head is."""
    width = min(1.0, size[1] * WIDTH / HEIGHT / size[0])
    crop = Crop((1 - width) / 2, 0.0, width)
    return replace(crop, y=(1 - height_of(crop, size)) / 3)


def kept_inside(crop: Crop, size: tuple[int, int]) -> Crop:
    """The nearest crop that lies within the picture."""
    width = min(max(crop.width, 0.05), first_crop(size).width)
    inside = replace(crop, width=width)
    return Crop(
        min(max(crop.x, 0.0), 1 - width), min(max(crop.y, 0.0), max(0.0, 1 - height_of(inside, size))), width
    )


def moved(crop: Crop, move: str, size: tuple[int, int]) -> Crop:
    """The crop after one press of a button, a key of MOVES; KeyError for anything else. `bigger` shows a bigger face."""
    if move in ("bigger", "smaller"):
        width = crop.width / SCALE if move == "bigger" else crop.width * SCALE
        width = min(max(width, 0.05), first_crop(size).width)
        grown = replace(crop, width=width)
        across, down = crop.width - width, height_of(crop, size) - height_of(grown, size)
        return kept_inside(Crop(crop.x + across / 2, crop.y + down / 2, width), size)
    across, down = {"left": (-STEP, 0.0), "right": (STEP, 0.0), "up": (0.0, -STEP), "down": (0.0, STEP)}[move]
    return kept_inside(replace(crop, x=crop.x + across, y=crop.y + down), size)


def size_of(path: Path, kind: str) -> tuple[int, int]:
    """The upright picture's width and height in pixels."""
    with photo.opened(path, kind) as picture:
        turn = photo.orientation(picture)
        sideways = turn is not None and turn.value >= 2 and turn != Image.Transpose.ROTATE_180
        return (picture.size[1], picture.size[0]) if sideways else picture.size


def cut(path: Path, kind: str, crop: Crop | None = None) -> tuple[bytes, Crop, list[str]]:
    """The ID photo's JPEG (413 × 626, no metadata), the crop used, and what is wrong with it, in words."""
    with photo.opened(path, kind) as picture:
        turn = photo.orientation(picture)
        full = picture.size
        if picture.format in ("JPEG", "MPO"):
            picture.draft(None, (min(full[0], 4 * WIDTH), min(full[1], 4 * WIDTH)))
        image = photo.plain(picture, grey=False)
    image = image.transpose(turn) if turn is not None else image
    scale = max(full) / max(image.size)
    given = crop is not None
    crop = kept_inside(crop, image.size) if crop is not None else first_crop(image.size)
    width, height = image.size
    box = (
        crop.x * width,
        crop.y * height,
        (crop.x + crop.width) * width,
        (crop.y + height_of(crop, image.size)) * height,
    )
    face = image.resize(
        (WIDTH, HEIGHT), Image.Resampling.LANCZOS, box=_within(box, image.size), reducing_gap=3.0
    )
    face = face.convert("RGB")
    said = _faults(face, (box[2] - box[0]) * scale)
    if not given and abs(width / height - WIDTH / HEIGHT) > 0.02:
        said.insert(0, RATIO)
    return encode(face, limits.PORTRAIT_BYTES.amount), crop, said


def _within(
    box: tuple[float, float, float, float], size: tuple[int, int]
) -> tuple[float, float, float, float]:
    return max(0.0, box[0]), max(0.0, box[1]), min(float(size[0]), box[2]), min(float(size[1]), box[3])


def _faults(face: Image.Image, pixels_across: float) -> list[str]:
    """What is wrong with a cut face: too few pixels, too dark, too bright, blurred."""
    said = []
    if pixels_across < WIDTH - 1:
        said.append(SMALL)
    grey = face.convert("L")
    middle = grey.crop((WIDTH // 5, HEIGHT // 8, WIDTH * 4 // 5, HEIGHT * 5 // 8))
    light = ImageStat.Stat(middle).mean[0]
    if light < DARK:
        said.append(TOO_DARK)
    elif light > BRIGHT:
        said.append(TOO_BRIGHT)
    edges = ImageOps.autocontrast(grey, cutoff=1).filter(
        ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), 1, 128)
    )
    if ImageStat.Stat(edges.crop((2, 2, WIDTH - 2, HEIGHT - 2))).stddev[0] < SHARP:
        said.append(BLURRED)
    return said
