"""Where the sheet of paper lies in a photograph: four corners, or nothing when that is not certain."""

import re

from PIL import Image, ImageChops

LONG = 160  # the thumbnail's long side; fitted lines are finer than its pixels
RUN = re.compile(rb"\xff+")

Point = tuple[float, float]
Line = tuple[float, float]  # a, b of  u = a * v + b


def find(picture: Image.Image) -> list[Point] | None:
    """Corners of a bright sheet on a darker ground, as fractions of `picture`'s width and height.

    Order: upper left, upper right, lower right, lower left. None when the picture shows no sheet whose four
    edges are straight, whose inside is bright and whose outside is dark: then nothing must be cut away.
    """
    small = picture.convert("L")
    small.thumbnail((LONG, LONG), Image.Resampling.BOX)
    mask = _bright(small)
    if mask is None:
        return None
    width, height = small.size
    left, right = _ends(mask)
    top, bottom = _ends(mask.transpose(Image.Transpose.TRANSPOSE))
    sides = [
        _fit(points, limit)
        for points, limit in ((left, width), (right, width), (top, height), (bottom, height))
    ]
    if any(side is None for side in sides):
        return None
    west, east, north, south = (side for side in sides if side is not None)
    corners = [_cross(west, north), _cross(east, north), _cross(east, south), _cross(west, south)]
    if not _plausible(corners, mask):
        return None
    return [(x / width, y / height) for x, y in corners]


def _bright(small: Image.Image) -> Image.Image | None:
    """The sheet's mask (255 inside): text is closed over; None without two clear groups of brightness."""
    closed = ImageChops.invert(spread(ImageChops.invert(spread(small))))
    histogram = closed.histogram()
    cut, apart = _otsu(histogram)
    if apart < 45:
        return None
    return closed.point([0] * (cut + 1) + [255] * (255 - cut))


def spread(image: Image.Image) -> Image.Image:
    """Each pixel as bright as the brightest within two pixels of it: MaxFilter(5), in a tenth of its time."""
    across, down = image.size
    for _ in range(2):
        for x, y in ((1, 0), (0, 1)):
            sides = [image.crop((dx, dy, across + dx, down + dy)) for dx, dy in ((x, y), (-x, -y))]
            image = ImageChops.lighter(image, ImageChops.lighter(*sides))
    return image


def _otsu(histogram: list[int]) -> tuple[int, float]:
    """The threshold that parts dark from bright best, and how many levels the two means lie apart."""
    total = sum(histogram)
    whole = sum(level * count for level, count in enumerate(histogram))
    below = dark = 0
    best = (0, -1.0, 0.0)
    for level, count in enumerate(histogram):
        below += count
        dark += level * count
        if not below or below == total:
            continue
        apart = (whole - dark) / (total - below) - dark / below
        score = below * (total - below) * apart * apart
        if score > best[1]:
            best = (level, score, apart)
    return best[0], best[2]


def _ends(mask: Image.Image) -> tuple[list[Point], list[Point]]:
    """For each row the first and the last pixel of its longest bright run, as (v, u)."""
    width, height = mask.size
    data = mask.tobytes()
    first: list[Point] = []
    last: list[Point] = []
    for row in range(height):
        run = max(RUN.finditer(data, row * width, (row + 1) * width), key=_length, default=None)
        if run is not None and _length(run) >= width * 0.3:
            first.append((row + 0.5, run.start() - row * width))
            last.append((row + 0.5, run.end() - row * width))
    return first, last


def _length(run: re.Match[bytes]) -> int:
    return run.end() - run.start()


def _fit(points: list[Point], limit: int) -> Line | None:
    """A straight line through most of the points: least squares, twice without the outliers."""
    kept = points
    enough = max(20, round(len(points) * 0.7))
    for width in (12.0, 3.0, 1.5):
        if len(kept) < 20:
            return None
        a, b = _least_squares(kept)
        kept = [p for p in points if abs(a * p[0] + b - p[1]) <= width]
    if len(kept) < enough or abs(a) > 0.35:
        return None
    return a, b


def _least_squares(points: list[Point]) -> Line:
    count = len(points)
    mean_v = sum(v for v, _ in points) / count
    mean_u = sum(u for _, u in points) / count
    spread = sum((v - mean_v) ** 2 for v, _ in points)
    a = sum((v - mean_v) * (u - mean_u) for v, u in points) / spread if spread else 0.0
    return a, mean_u - a * mean_v


def _cross(upright: Line, level: Line) -> Point:
    """Where x = a*y + b meets y = c*x + d."""
    (a, b), (c, d) = upright, level
    x = (a * d + b) / (1 - a * c)
    return x, c * x + d


def _plausible(corners: list[Point], mask: Image.Image) -> bool:
    """The sheet fills a fair part, leaves nothing bright outside, and is bright inside."""
    width, height = mask.size
    if any(not (-2 <= x <= width + 2 and -2 <= y <= height + 2) for x, y in corners):
        return False
    area = (
        abs(
            sum(x * corners[(i + 1) % 4][1] - corners[(i + 1) % 4][0] * y for i, (x, y) in enumerate(corners))
        )
        / 2
    )
    if not 0.25 <= area / (width * height) <= 0.985:
        return False
    bright = mask.histogram()[255]
    inside = mask.transform(
        (64, 64),
        Image.Transform.QUAD,
        (*corners[0], *corners[3], *corners[2], *corners[1]),
        Image.Resampling.NEAREST,
    ).histogram()[255] / (64 * 64)
    outside = bright - inside * area
    return inside >= 0.93 and outside <= 0.08 * max(1.0, width * height - area)


def perspective(size: tuple[int, int], source: list[Point]) -> list[float]:
    """The eight numbers with which Image.transform draws the quadrilateral `source` into a rectangle of `size`.

    Corners as find() orders them. The square-to-quadrilateral mapping of Heckbert (1989), scaled to `size`.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = source
    dx1, dx2, sx = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, sy = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    det = dx1 * dy2 - dx2 * dy1
    g = (sx * dy2 - dx2 * sy) / det
    h = (dx1 * sy - sx * dy1) / det
    width, height = size
    return [
        (x1 - x0 + g * x1) / width,
        (x3 - x0 + h * x3) / height,
        x0,
        (y1 - y0 + g * y1) / width,
        (y3 - y0 + h * y3) / height,
        y0,
        g / width,
        h / height,
    ]
