"""The light on a sheet of paper made even, so that the bytes of its JPEG go to the writing and not to shadow and noise.

Only the brightness that the paper itself has is divided out, the same for every colour: a stamp stays red, and where
something dark lies on the sheet (a portrait, a seal) the light is taken from the paper around it.
"""

from operator import mul

from PIL import Image, ImageChops, ImageFilter

from web.evidence.page_edge import spread

LONG = 24  # the long side of the picture on which the light is measured
GRAIN = 0.375  # of a pixel comes from its two neighbours: the grain of the sensor is smoothed, strokes stay
KNEE = 0.94  # of the paper's brightness: from here on it is white; the grain of a sensor lies within
WHITE = 244  # paper as bright as this has been scanned evenly already
DARK = 70  # paper darker than this is a guess
SHADE = 0.6  # paper in a shadow, by the light fitted over the whole sheet: what is darker is not paper
NEUTRAL = 8  # how far paper's colour may be from what is usual on the sheet, of 255: skin is further
COLOURED = 50  # a sheet further from grey than this is no paper in lamplight but a cover in red cloth or gold
MOST_PAPER = 0.55  # the least part of the picture that must be paper

Planes = tuple[Image.Image, ...]


def even(planes: Planes) -> Planes:
    """Y, or Y Cb Cr (each of a size of its own), in even light; unchanged when this is no sheet of paper in a photograph."""
    light = _light(planes)
    if light is None:
        return planes
    least = light.getextrema()[0]
    assert isinstance(least, int | float)
    most = 255 / (KNEE * least)
    share = light.point([min(255, round(255 * least / max(1, level))) for level in range(256)])
    brighter = [min(255, round(level * most)) for level in range(256)]
    stronger = [min(255, max(0, round(128 + (level - 128) * most))) for level in range(256)]
    bright = ImageChops.multiply(planes[0], _smooth(share, planes[0].size)).point(brighter)
    colours = []
    for plane in planes[1:]:
        low, high = plane.getextrema()
        if low != high:
            mask = _smooth(share, plane.size)
            plane = Image.composite(plane.point(stronger), Image.new("L", plane.size, 128), mask)
        colours.append(plane)
    return _smoothed(bright), *colours


def _smooth(share: Image.Image, size: tuple[int, int]) -> Image.Image:
    """`share` as large as the page: interpolated at a quarter of it, where a step is less than one level already."""
    quarter = share.resize((max(1, size[0] // 4), max(1, size[1] // 4)), Image.Resampling.BILINEAR)
    return quarter.resize(size, Image.Resampling.NEAREST)


def _smoothed(plane: Image.Image) -> Image.Image:
    """BoxBlur(0.3) in a tenth of its time: each pixel with its neighbours to both sides, then above and below."""
    across, down = plane.size
    made = plane
    for x, y in ((1, 0), (0, 1)):
        sides = [made.crop((dx, dy, across + dx, down + dy)) for dx, dy in ((x, y), (-x, -y))]
        made = Image.blend(made, Image.blend(sides[0], sides[1], 0.5), GRAIN)
    inner = (1, 1, across - 1, down - 1)  # beyond the edge there is nothing to smooth with
    whole = plane.copy()
    whole.paste(made.crop(inner), inner)
    return whole


def _light(planes: Planes) -> Image.Image | None:
    """How bright white paper would be at each place, small; None when the picture is not mostly paper unevenly lit."""
    small = spread(planes[0].reduce(max(1, max(planes[0].size) // (5 * LONG))))
    small.thumbnail((LONG, LONG), Image.Resampling.BOX)
    width, height = small.size
    if min(width, height) < 8:
        return None
    colours = [plane.resize(small.size, Image.Resampling.BOX).tobytes() for plane in planes[1:]]
    usual = [sorted(colour)[len(colour) // 2] for colour in colours]
    if any(abs(colour - 128) > COLOURED for colour in usual):
        return None
    levels = small.tobytes()
    floor = sorted(levels)[len(levels) // 3] * 0.8
    places = [
        (2 * x / width - 1, 2 * y / height - 1, levels[y * width + x])
        for y in range(1, height, 2)
        for x in range(1, width, 2)
    ]
    kept = [place for place in places if place[2] >= floor]
    for _ in range(2):
        weights = _fit(kept)
        kept = [place for place in places if _alike(place[2], _at(weights, place[0], place[1]))]
        if len(kept) < MOST_PAPER * len(places):
            return None
    light = bytearray(levels)
    for at, level in enumerate(levels):
        fit = _at(weights, 2 * (at % width) / width - 1, 2 * (at // width) / height - 1)
        if not fit >= DARK:
            return None
        coloured = any(abs(colour[at] - mean) > NEUTRAL for colour, mean in zip(colours, usual, strict=True))
        if coloured or not _alike(level, fit):
            light[at] = min(255, round(fit))
    if min(light) > WHITE:
        return None
    seen = Image.frombytes("L", small.size, bytes(light)).filter(ImageFilter.MedianFilter(5))
    return seen.filter(ImageFilter.GaussianBlur(0.7))


def _alike(level: float, fit: float) -> bool:
    return SHADE * fit <= level <= 1.2 * fit


def _terms(x: float, y: float) -> tuple[float, ...]:
    return 1.0, x, y, x * x, x * y, y * y


def _at(weights: list[float], x: float, y: float) -> float:
    a, b, c, d, e, f = weights
    return a + b * x + c * y + d * x * x + e * x * y + f * y * y


def _fit(places: list[tuple[float, float, int]]) -> list[float]:
    """Least squares: the six weights of a surface of the second degree (Gauss-Jordan on the normal equations)."""
    terms = list(zip(*((*_terms(x, y), float(level)) for x, y, level in places), strict=True))
    rows = [[sum(map(mul, term, other)) for other in terms] for term in terms[:6]]
    for i in range(6):
        rows[i][i] += 1e-6
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for r in range(6):
            if r != i:
                rows[r] = [a - rows[r][i] * b for a, b in zip(rows[r], rows[i], strict=True)]
    return [row[6] for row in rows]
