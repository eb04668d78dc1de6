"""A picture that was sent is made anew, without what went with it; what is clean stays byte for byte."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from portal.kernel.uploads.fault import Fault, Reason
from portal.kernel.uploads.limits import LARGEST_PICTURE
from portal.kernel.uploads.pictures import LARGEST_KEPT, LONGEST_SIDE, clean
from portal.kernel.uploads.structure import Kind, is_plain, kind_of
from tests.kernel.uploads.making import (
    KINDS,
    PLACE,
    chunk,
    jpeg_of,
    moving,
    noise,
    picture,
    placed,
    png_of,
)

PIXELS = zlib.compress(b"\0" + b"\x7f" * 4)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
HARMLESS = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
HARMLESS_IN = {"PNG": set[str](), "JPEG": HARMLESS, "WEBP": {"loop", "background", "timestamp", "duration"}}
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

each_kind = pytest.mark.parametrize("kind", KINDS)


def shown(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def reason_for(content: bytes) -> Reason:
    with pytest.raises(Fault) as refused:
        clean(content)
    return refused.value.reason


@each_kind
def test_what_is_clean_stays_as_it_is(kind: str) -> None:
    assert clean(picture(kind)) == picture(kind)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_clean_pngs_of_few_colours_stay_as_they_are(mode: str) -> None:
    content = shown(picture("PNG")).convert(mode)
    made = BytesIO()
    content.save(made, "PNG")
    assert clean(made.getvalue()) == made.getvalue()


MODES = {"PNG": ("L", "LA", "RGB", "RGBA", "P", "I;16", "1"), "JPEG": ("L", "RGB", "CMYK"), "WEBP": ("RGB", "RGBA")}


@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind, modes in MODES.items() for mode in modes])
def test_what_was_made_clean_is_clean(kind: str, mode: str) -> None:
    large = Image.new(mode, (LONGEST_SIDE + 1, 20))
    made = BytesIO()
    large.save(made, kind)
    once = clean(made.getvalue())
    assert once != made.getvalue()
    assert shown(once).size == (LONGEST_SIDE, 20)
    assert clean(once) == once


@each_kind
def test_nothing_that_went_with_it_is_left(kind: str) -> None:
    sent = placed(kind)
    assert PLACE in sent
    kept = clean(sent)
    assert PLACE not in kept
    assert not shown(kept).getexif()
    assert shown(kept).info.keys() <= HARMLESS_IN[kind]
    assert clean(kept) == kept


@each_kind
@pytest.mark.parametrize("after", [b"\0", b"<script>alert(1)</script>", b"PK\x03\x04" + b"\0" * 30, EICAR])
def test_nothing_after_its_end_is_left(kind: str, after: bytes) -> None:
    assert not is_plain(picture(kind) + after, Kind(kind))
    assert is_plain(clean(picture(kind) + after), Kind(kind))


def test_nothing_hides_between_its_pixels() -> None:
    hidden = png_of(4, 1, PIXELS + EICAR)
    assert EICAR not in clean(hidden)
    assert EICAR not in clean(png_of(4, 1, PIXELS, chunk(b"tEXt", b"a\0" + EICAR)))
    more = png_of(4, 1, zlib.compress(b"\0" + b"\x7f" * 4 + EICAR, 0))
    assert EICAR in more
    assert EICAR not in clean(more)


def test_it_stands_upright() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    kept = shown(clean(picture("JPEG", (400, 200), exif=turned)))
    assert kept.size == (200, 400)
    right = kept.getpixel((190, 200))  # what was above
    assert isinstance(right, tuple)
    assert right[0] > 200


def test_its_colours_are_those_of_every_screen() -> None:
    at = {name: SRGB.index(name) for name in (b"rXYZ", b"bXYZ")}
    swapped = bytearray(SRGB)
    swapped[at[b"rXYZ"] : at[b"rXYZ"] + 4], swapped[at[b"bXYZ"] : at[b"bXYZ"] + 4] = b"bXYZ", b"rXYZ"
    kept = shown(clean(picture("JPEG", quality=95, icc_profile=bytes(swapped))))
    assert "icc_profile" not in kept.info
    above = kept.getpixel((5, 5))
    assert isinstance(above, tuple)
    assert above[2] > 200 > above[0]


@each_kind
def test_a_large_one_is_made_small_enough_for_a_lesson(kind: str) -> None:
    sent = noise(kind, (1500, 1400))
    kept = clean(sent)
    assert len(sent) > LARGEST_KEPT >= len(kept)
    assert kind_of(kept) == kind


def test_what_can_be_seen_through_stays_so() -> None:
    image = Image.new("RGBA", (LONGEST_SIDE * 2, 10), (255, 0, 0, 0))
    made = BytesIO()
    image.save(made, "PNG")
    assert shown(clean(made.getvalue())).getextrema()[3] == (0, 0)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_moves_is_refused(kind: str) -> None:
    assert reason_for(moving(kind)) is Reason.MOVES


def test_of_a_photograph_with_others_behind_it_the_first_is_kept() -> None:
    kept = clean(moving("MPO"))
    assert shown(kept).format == "JPEG"
    assert is_plain(kept, Kind.JPEG)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + b"\0" * 40,
        b"BM" + b"\0" * 60,
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"II*\0" + b"\0" * 60,
        b"8BPS" + b"\0" * 60,
        b"%!PS-Adobe-3.0",
        EICAR,
        b" " + picture("PNG"),
        b"PK\x03\x04" + picture("PNG"),
        b"RIFF\x24\0\0\0WAVEfmt ",
        moving("GIF"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused_whatever_its_name(content: bytes) -> None:
    assert reason_for(content) is Reason.NO_PICTURE


def test_pictures_of_too_many_pixels_are_refused_before_they_are_decoded() -> None:
    for wide, high in ((64_250, 64_250), (6_000, 4_001), (24_000_001, 1)):
        assert reason_for(png_of(wide, high, PIXELS)) is Reason.MANY_PIXELS
    assert reason_for(jpeg_of(64_250, 64_250)) is Reason.MANY_PIXELS
    canvas = struct.pack("<I", 16_000)[:3]
    vp8x = b"VP8X" + struct.pack("<I", 10) + b"\x10\0\0\0" + canvas + canvas
    assert reason_for(b"RIFF" + struct.pack("<I", len(vp8x) + 4) + b"WEBP" + vp8x) is Reason.MANY_PIXELS


def test_a_file_that_is_too_large_is_refused() -> None:
    assert reason_for(picture("PNG") + b"\0" * LARGEST_PICTURE) is Reason.LARGE_PICTURE


def test_a_text_that_grows_without_end_is_refused() -> None:
    grows = chunk(b"zTXt", b"a\0\0" + zlib.compress(b"a" * (200 << 20)))
    assert reason_for(png_of(4, 1, PIXELS, grows)) is Reason.BROKEN


@each_kind
def test_one_that_breaks_off_is_refused(kind: str) -> None:
    whole = noise(kind, (60, 60))
    for length in range(12, len(whole) - 12, len(whole) // 7):
        assert reason_for(whole[:length]) in (Reason.BROKEN, Reason.MANY_PIXELS)


@pytest.mark.proof
@given(st.sampled_from(KINDS), st.binary(max_size=400))
def test_any_bytes_under_a_right_beginning_are_answered(kind: str, rest: bytes) -> None:
    _is_answered(picture(kind)[:16] + rest)


@pytest.mark.proof
@given(st.sampled_from(KINDS), st.integers(0, 600), st.binary(min_size=1, max_size=8))
def test_a_picture_with_any_bytes_changed_is_answered(kind: str, at: int, bytes_: bytes) -> None:
    content = placed(kind)
    _is_answered(content[:at] + bytes_ + content[at + len(bytes_) :])


def _is_answered(content: bytes) -> None:
    """By a refusal, or by a picture that is plain and stays as it is."""
    try:
        kept = clean(content)
    except Fault:
        return
    kind = kind_of(kept)
    assert kind is not None
    assert is_plain(kept, kind)
    assert clean(kept) == kept
