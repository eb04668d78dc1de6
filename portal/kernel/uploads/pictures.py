"""Cleaning a picture. It knows the drawing library, and runs in a child."""

import warnings
from io import BytesIO
from math import sqrt

from PIL import Image, ImageCms, ImageOps, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin

from portal.kernel.uploads.fault import Fault, Reason, decoding
from portal.kernel.uploads.limits import LARGEST_PICTURE
from portal.kernel.uploads.structure import Kind, is_plain, kind_of

MOST_PIXELS = 24_000_000
LONGEST_SIDE = 1600
LARGEST_KEPT = 1_000_000
"""Bytes, as the checker of lessons asks."""

HOW = {
    Kind.PNG: {},
    Kind.JPEG: {"quality": 85, "optimize": True, "progressive": True},
    Kind.WEBP: {"quality": 85},
}
SEVERAL_IN_ONE = "MPO"
"""What the library calls a photograph that carries others behind it, as telephones make them. The first is kept."""
SMALLER = 0.95

Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # it refuses at twice as many, before anything is decoded
Image.preinit()
NEEDED = (MpoImagePlugin, TiffImagePlugin, WebPImagePlugin)
"""The library would look for them when a picture wants them, and a child opens no file then."""


def clean(content: bytes) -> bytes:
    """The picture alone, as it is shown, small enough; the very same bytes where it is that already."""
    kind = kind_of(content)
    if len(content) > LARGEST_PICTURE:
        raise Fault(Reason.LARGE_PICTURE)
    if kind is None:
        raise Fault(Reason.NO_PICTURE)
    with decoding(), warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return _cleaned(content, kind)


def _opened(content: bytes, kind: Kind) -> Image.Image:
    try:
        return Image.open(BytesIO(content), formats=(kind,))
    except Image.DecompressionBombError as error:
        raise Fault(Reason.MANY_PIXELS) from error


def _cleaned(content: bytes, kind: Kind) -> bytes:
    with _opened(content, kind) as image:
        if getattr(image, "is_animated", False) and image.format != SEVERAL_IN_ONE:
            raise Fault(Reason.MOVES)
        if max(image.size) <= LONGEST_SIDE and len(content) <= LARGEST_KEPT and is_plain(content, kind):
            image.load()
            return content
        return _made_small(_as_shown(image, kind), kind)


def _as_shown(image: Image.Image, kind: Kind) -> Image.Image:
    """Small, upright, in the colours that every screen shows, with nothing beside it."""
    if image.mode not in ("L", "RGB", "CMYK"):
        image = _in_plain_colours(image, kind)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    shown = _in_plain_colours(_in_srgb(ImageOps.exif_transpose(image)), kind)
    shown.info.clear()
    return shown


def _in_plain_colours(image: Image.Image, kind: Kind) -> Image.Image:
    if image.mode in ("L", "RGB") and not image.has_transparency_data:
        return image
    profile = image.info.get("icc_profile")
    plain = image.convert("RGBA" if image.has_transparency_data and kind is not Kind.JPEG else "RGB")
    if profile:
        plain.info["icc_profile"] = profile
    return plain


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError):  # a profile that is none, or is for other colours
        return image


def _made_small(image: Image.Image, kind: Kind) -> bytes:
    while True:
        made = BytesIO()
        image.save(made, kind, **HOW[kind])
        if made.tell() <= LARGEST_KEPT:
            return made.getvalue()
        share = SMALLER * sqrt(LARGEST_KEPT / made.tell())
        image = image.resize((round(image.width * share), round(image.height * share)), Image.Resampling.LANCZOS)
