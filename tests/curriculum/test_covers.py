"""Covers: what a message shows of a page that is sent in it. Nothing on them is cut off."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFont

from portal.curriculum.rules import Strand
from portal.curriculum.rules.covers import Cover, set_in
from portal.curriculum.service import drawing
from portal.kernel.database import db
from portal.kernel.static import TREE
from tests.builders import person, sign_in
from tests.curriculum.conftest import TakeIn

ADDRESSES = ("/cover.fr.png", "/lessons/conversation/cover.fr.png", "/lessons/conversation/premiere/cover.en.png")
ROOMS = {30: 2, 20: 3, 10: 4}
TITLES = st.text(alphabet=st.sampled_from("aeéœWi'’-: \u00a0"), min_size=1, max_size=200)


def measure(words: str, size: int) -> float:
    """Every letter as wide as it is high."""
    return len(words) * size


def test_a_title_is_as_large_as_it_fits() -> None:
    assert set_in("Court", 300, ROOMS, measure).size == 30
    assert set_in("Un titre qui a besoin de plus de place", 300, ROOMS, measure).size == 20


def test_lines_are_about_as_long_as_each_other() -> None:
    assert set_in("La conversation à deux sens", 630, ROOMS, measure).lines == ("La conversation", "à deux sens")


def test_a_line_does_not_break_where_it_must_not() -> None:
    assert set_in("Voici\u00a0: deux", 210, ROOMS, measure).lines == ("Voici\u00a0:", "deux")


@given(TITLES)
def test_no_letter_of_a_title_is_lost_and_no_line_is_too_wide(title: str) -> None:
    set_title = set_in(title, 300, ROOMS, measure)
    assert "".join(set_title.lines).replace(" ", "") == title.replace(" ", "")
    assert all(measure(line, set_title.size) <= 300 for line in set_title.lines)


def drawn(cover: Cover) -> Image.Image:
    return Image.open(BytesIO(drawing.drawn(cover))).convert("RGB")


def inked(picture: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether anything stands on the paper there."""
    return len(picture.crop(box).getcolors(maxcolors=1 << 20) or ()) != 1


LONGEST = st.text(alphabet=st.sampled_from("WÉœ mi-: "), min_size=190, max_size=200)


@given(LONGEST)
@settings(max_examples=20)
def test_the_longest_title_stays_within_its_frame(title: str) -> None:
    picture = drawn(Cover(Strand.CULTURE, "Culture", title, "Module"))
    assert not inked(picture, (0, 0, drawing.MARGIN - 4, 500))
    assert not inked(picture, (1200 - drawing.MARGIN + 8, 0, 1200, 500))
    assert not inked(picture, (300, 490, 1200, 504))


@pytest.mark.parametrize("sign", "éèêëçàùôîïœŒæÉÀÇ«»’“”…–—½·:;!?&")
def test_the_font_has_every_sign_of_french(sign: str) -> None:
    font = ImageFont.truetype(drawing.FONT, 40)
    assert bytes(font.getmask(sign)) != bytes(font.getmask("\U000ffffd"))


def contrast(one: str, other: str) -> float:
    """As WCAG 2.2 has it."""
    first, second = sorted((luminance(one), luminance(other)))
    return (second + 0.05) / (first + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_words_are_dark_enough_in_the_colours_of_the_pages() -> None:
    tokens = (TREE / "css" / "tokens.css").read_text()
    for colour in (drawing.INK, drawing.QUIET, drawing.RED, drawing.BLUE, drawing.PLUM):
        assert contrast(colour, drawing.PAPER) >= 4.5
        assert f"light-dark({colour}," in tokens
    assert f"--paper: light-dark({drawing.PAPER}," in tokens


@pytest.mark.parametrize("strand", [*Strand, None])
def test_a_cover_wears_the_colour_of_its_strand(strand: Strand | None) -> None:
    picture = drawn(Cover(strand, "Culture", "La conversation", "Module"))
    assert picture.size == (1200, 630)
    for place, colour in zip(((40, drawing.UPPER), (1000, drawing.LOWER)), drawing.COLOURS[strand], strict=True):
        wanted = tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))
        found = picture.getpixel(place)
        assert isinstance(found, tuple)
        assert max(abs(one - other) for one, other in zip(found, wanted, strict=True)) <= 8


def test_an_edition_changes_with_what_is_drawn() -> None:
    cover = Cover(Strand.CULTURE, "Culture", "La conversation", "Module")
    others = {
        Cover(strand, "Culture", title, "Module").edition for strand in Strand for title in ("La conversation", "x")
    }
    assert cover.edition == Cover(Strand.CULTURE, "Culture", "La conversation", "Module").edition
    assert len(others) == 6


@pytest.mark.parametrize("address", ADDRESSES)
def test_anyone_is_given_a_cover_and_may_show_it(
    app: Flask, client: FlaskClient, take_in: TakeIn, address: str
) -> None:
    take_in()
    for reader in (client, sign_in(app, person(app))):
        answer = reader.get(address)
        assert answer.content_type == "image/png"
        assert Image.open(BytesIO(answer.data)).size == (1200, 630)
        assert answer.headers["Cache-Control"] == "public, max-age=86400"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("address", ["/lessons/conversation", "/lessons/conversation/premiere"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_names_the_cover_of_its_language_which_is_kept_for_good(
    client: FlaskClient, take_in: TakeIn, address: str, language: str
) -> None:
    take_in()
    place = (
        client.get(f"{address}?lang={language}")
        .text.partition('og:image" content="http://localhost')[2]
        .partition('"')[0]
    )
    assert place.startswith(f"{address}/cover.{language}.png?edition=")
    assert client.get(place).headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "address",
    [
        "/cover.de.png",
        "/lessons/conversation/cover.de.png",
        "/lessons/nothing/cover.fr.png",
        "/lessons/conversation/nothing/cover.fr.png",
        "/lessons/conversation/premiere/cover.de.png",
    ],
)
def test_what_is_not_there_has_no_cover(client: FlaskClient, take_in: TakeIn, address: str) -> None:
    take_in()
    assert client.get(address).status_code == 404


def test_no_transaction_is_open_while_a_cover_is_drawn(
    app: Flask, client: FlaskClient, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in()
    open_while_drawing = []

    def draw(_cover: Cover) -> bytes:
        open_while_drawing.append(db.session().in_transaction())
        return b""

    monkeypatch.setattr("portal.curriculum.service.covers.drawn", draw)
    client.get(ADDRESSES[1])
    assert open_while_drawing == [False]
