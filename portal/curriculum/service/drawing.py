"""Covers, drawn. The only module that knows the drawing library and the font."""

from collections.abc import Iterable
from functools import cache, lru_cache
from io import BytesIO
from math import hypot, sqrt
from pathlib import Path

from fontpkg_source_serif_4 import ROOT
from PIL import Image, ImageDraw, ImageFont

from portal.curriculum.rules import Strand
from portal.curriculum.rules.covers import Cover, set_in

Point = tuple[float, float]

SIZE = WIDTH, HEIGHT = 1200, 630
KEPT_PICTURES = 256
TINTS = 256

PAPER, INK, QUIET, WOOD = "#FAF8F3", "#1A2130", "#4A5162", "#E0C79C"
RED, BLUE, PLUM = "#B5301A", "#1C4A93", "#6B3A7E"
COLOURS = {Strand.CULTURE: (RED, RED), Strand.STRATEGY: (BLUE, BLUE), Strand.TOGETHER: (PLUM, PLUM), None: (RED, BLUE)}
"""Of the lanes, on the left and on the right. The left one is that of the words over the title."""

FONT = Path(ROOT) / "files" / "SourceSerif4[opsz,wght].ttf"
REGULAR, BOLD = 400, 700
FIRST_CUT, LAST_CUT = 8, 60
"""The sizes that the font has a cut of its own for."""

MARGIN = 80
MEASURE = WIDTH - 2 * MARGIN
NAME_SIZE, NAME_MIDDLE, NAME_LEFT = 44, 92, MARGIN + 72
OVER_TOP, OVER_ROOMS = 152, {32: 1, 28: 1, 24: 1, 20: 1, 16: 2}
TITLE_TOP, TITLE_HEIGHT, LEADING = 200, 236, 1.14
TITLE_ROOMS = {size: int(TITLE_HEIGHT / size / LEADING) for size in (92, 80, 70, 62, 54, 46, 38, 32, 26, 20)}
UNDER_SIZE, UNDER_GAP = 30, 20

FINELY = 3
"""Shapes are drawn this many times as large, then made smaller: their edges are smooth."""
UPPER, LOWER = 520, 580
BROAD, FINE, GAP = 24, 5, 40
CROSSING, STEP = (440, 760), 4
POINT, LEAD, END = 48, 17, WIDTH - MARGIN
RIGHT_HALF = range(WIDTH // 2, END - POINT + 1, STEP)
MARK_SIZE, MARK_CENTRE, SLANT = 54 / 32, (MARGIN + 27, NAME_MIDDLE), sqrt(1 / 2)
MARK = (
    (RED, ((7, 11.5), (16, 11.5), (16, 20.5), (7, 20.5))),
    (BLUE, ((16, 11.5), (25, 11.5), (25, 20.5), (16, 20.5))),
    (WOOD, ((7, 11.5), (7, 20.5), (-2, 16))),
    (WOOD, ((25, 11.5), (25, 20.5), (34, 16))),
    (RED, ((1.6, 14.2), (1.6, 17.8), (-2, 16))),
    (BLUE, ((30.4, 14.2), (30.4, 17.8), (34, 16))),
)
"""The pencil with two ends, as the pages show it: 32 wide, not yet turned."""


@lru_cache(maxsize=KEPT_PICTURES)
def drawn(cover: Cover) -> bytes:
    """A PNG of 1200 by 630."""
    picture = _ground(cover.strand).copy()
    pen = ImageDraw.Draw(picture)
    over = set_in(cover.over, MEASURE, OVER_ROOMS, _measure)
    pen.text((MARGIN, OVER_TOP), "\n".join(over.lines), COLOURS[cover.strand][0], _font(over.size, BOLD))
    title = set_in(cover.title, MEASURE, TITLE_ROOMS, _measure)
    top = float(TITLE_TOP)
    for line in title.lines:
        pen.text((MARGIN, top), line, INK, _font(title.size, BOLD))
        top += title.size * LEADING
    pen.text((MARGIN, top + UNDER_GAP), cover.under, QUIET, _font(UNDER_SIZE, REGULAR))
    made = BytesIO()
    picture.quantize(TINTS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(made, "PNG")
    return made.getvalue()


def _measure(words: str, size: int) -> float:
    return _font(size, BOLD).getlength(words)


@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FONT, size)
    font.set_variation_by_axes([weight, min(max(size, FIRST_CUT), LAST_CUT)])
    return font


@cache
def _ground(strand: Strand | None) -> Image.Image:
    """What the covers of a strand share: paper, the portal's name, and two lanes that cross."""
    large = Image.new("RGB", (WIDTH * FINELY, HEIGHT * FINELY), PAPER)
    pen = ImageDraw.Draw(large)
    colours = COLOURS[strand]
    _draw_lane(pen, LOWER, UPPER, FINE, colours)
    _draw_lane(pen, UPPER, LOWER, GAP, (PAPER, PAPER))
    _draw_lane(pen, UPPER, LOWER, BROAD, colours)
    _draw_point(pen, colours[1])
    _draw_mark(pen)
    ground = large.resize(SIZE, Image.Resampling.LANCZOS)
    ImageDraw.Draw(ground).text((NAME_LEFT, NAME_MIDDLE), "Vice Versa", INK, _font(NAME_SIZE, BOLD), anchor="lm")
    return ground


def _draw_lane(pen: ImageDraw.ImageDraw, start: int, end: int, width: int, colours: tuple[str, str]) -> None:
    """From the left edge, crossing over in the middle; its colour changes there."""
    for colour, places in zip(colours, (range(-STEP, WIDTH // 2 + STEP, STEP), RIGHT_HALF), strict=True):
        edges = [_edges_at(x, start, end, width / 2) for x in places]
        _fill(pen, colour, [upper for upper, _lower in edges] + [lower for _upper, lower in reversed(edges)])


def _edges_at(x: int, start: int, end: int, half: float) -> tuple[Point, Point]:
    along = min(max((x - CROSSING[0]) / (CROSSING[1] - CROSSING[0]), 0.0), 1.0)
    y = start + (end - start) * along * along * (3 - 2 * along)
    slope = (end - start) * 6 * along * (1 - along) / (CROSSING[1] - CROSSING[0])
    length = hypot(1, slope)
    across, down = half * slope / length, half / length
    return (x + across, y - down), (x - across, y + down)


def _draw_point(pen: ImageDraw.ImageDraw, colour: str) -> None:
    """The broad lane ends as a pencil does."""
    base, half = END - POINT, BROAD / 2
    _fill(pen, WOOD, ((base, LOWER - half), (base, LOWER + half), (END, LOWER)))
    lead = half * LEAD / POINT
    _fill(pen, colour, ((END - LEAD, LOWER - lead), (END - LEAD, LOWER + lead), (END, LOWER)))


def _draw_mark(pen: ImageDraw.ImageDraw) -> None:
    across, down = MARK_CENTRE
    for colour, corners in MARK:
        turned = [((x - 16 + y - 16) * SLANT, (y - 16 - x + 16) * SLANT) for x, y in corners]
        _fill(pen, colour, [(across + x * MARK_SIZE, down + y * MARK_SIZE) for x, y in turned])


def _fill(pen: ImageDraw.ImageDraw, colour: str, corners: Iterable[Point]) -> None:
    pen.polygon([(x * FINELY, y * FINELY) for x, y in corners], colour)
