"""The best JPEG of a page within its bytes, found in few encodings."""

from io import BytesIO

from PIL import Image

from web.evidence import limits

# Quantiser of the eight by eight frequencies in sixteenths of the step. The tables of the standard spend little on the
# high ones, where the strokes of small characters live: even steps read better at the same size (measured by OCR). The
# lowest are finer, so that no bands show on skin and sky.
WEIGHTS = [8, 12, 14, *[16] * 5, 12, 14, *[16] * 6, 14, *[16] * 47]
COLOUR = 1.5  # colour is seen half as finely, and the grain of a sensor lies in it
FINEST = 4
COARSEST = 110  # beyond this step text breaks up: then rather fewer pixels
FIRST = 40
SLOPE = 0.65  # bytes grow as (1 / step) ** SLOPE, measured on pages of text
FLAT = 0.69  # bytes of a block without detail, coded quickly
THOROUGH = {
    False: 0.94,
    True: 0.89,
}  # bytes of the thorough encoding, in one pass and in several, by the quick one's


def encode(image: Image.Image, most: int = limits.PICTURE_BYTES.amount, early: bool = False) -> bytes:
    """The best JPEG of `image` (RGB, YCbCr or L) in `most` bytes, without metadata.

    `early`: in several passes, so that on a slow line the whole is seen before all has come; it takes twice the time
    and 5 % fewer bytes. Smaller in pixels only when the step would pass COARSEST. The same picture gives the same bytes.
    """
    while True:
        step = _near(FIRST, _tried(image) * THOROUGH[early], most)
        data = _jpeg(image, step, early)
        while len(data) > most and step < COARSEST:
            step = max(step + 1, _near(step, len(data), most))
            data = _jpeg(image, step, early)
        if len(data) <= most:
            return _finer(image, step, data, most, early)
        less = min(0.95, (most / len(data)) ** 0.5)
        size = (max(1, int(image.width * less)), max(1, int(image.height * less)))
        image = image.resize(size, Image.Resampling.LANCZOS)


def _tried(image: Image.Image) -> float:
    """About the bytes at FIRST, coded quickly; planes of one colour are not coded for it."""
    planes = image.split()
    if len(planes) == 3 and all(low == high for low, high in (plane.getextrema() for plane in planes[1:])):
        blocks = image.width * image.height / 128  # two planes at half the size
        return len(_jpeg(planes[0], FIRST, quick=True)) + blocks * FLAT
    return len(_jpeg(image, FIRST, quick=True))


def _finer(image: Image.Image, step: int, data: bytes, most: int, early: bool) -> bytes:
    """`data`, or what is nearer to `most`, when much room is left."""
    while step > FINEST and len(data) < most * 0.955:
        finer = min(step - 1, _near(step, len(data), most))
        better = _jpeg(image, finer, early)
        if len(better) > most:
            break
        step, data = finer, better
    return data


def _near(step: int, size: float, most: int) -> int:
    """The step that comes close under `most` bytes when `step` gave `size`."""
    nearer = step * (size / (most * 0.985)) ** (1 / SLOPE)
    return min(max(round(nearer), FINEST), COARSEST)


def _jpeg(image: Image.Image, step: int, early: bool = False, quick: bool = False) -> bytes:
    bright, colour = (
        [min(255, max(1, round(weight * step * share / 16))) for weight in WEIGHTS] for share in (1, COLOUR)
    )
    out = BytesIO()
    # without comment="" the source's own comment would be written again
    image.save(out, "JPEG", qtables=[bright, colour], subsampling=2 if image.mode != "L" else -1, optimize=not quick,
               progressive=early, comment=b"", icc_profile=None)  # fmt: skip
    return out.getvalue()
