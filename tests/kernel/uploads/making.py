"""Pictures and archives to send: right ones, and ones that mean harm."""

import struct
import warnings
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from PIL import Image

KINDS = ("PNG", "JPEG", "WEBP")
PLACE = b"Chez moi, 45.5017 N 73.5673 W"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **how: Any) -> bytes:
    """A half red, half blue one."""
    image = Image.new(mode, size, "blue")
    image.paste("red", (0, 0, size[0], max(size[1] // 2, 1)))
    return _saved(image, kind, **how)


def noise(kind: str, size: tuple[int, int]) -> bytes:
    """What no format makes small."""
    return _saved(Image.effect_noise(size, 90).convert("RGB"), kind)


def placed(kind: str) -> bytes:
    """It says where it was taken, and who knows what else."""
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    exif.get_ifd(0x8825)[2] = (45.0, 30.0, 6.0)
    more = {"comment": PLACE} if kind == "JPEG" else {}
    return picture(kind, exif=exif, xmp=b"<x:xmpmeta>" + PLACE + b"</x:xmpmeta>", icc_profile=b"\0" * 128, **more)


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    return _saved(frames[0], kind, save_all=True, append_images=frames[1:])


def _saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    made = BytesIO()
    image.save(made, kind, **how)
    return made.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """Of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, pixels: bytes, *others: bytes) -> bytes:
    """Grey; its header says that size, whatever its pixels are."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"".join(
        [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), *others, chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    )


def jpeg_of(width: int, height: int) -> bytes:
    """Its header says that size, whatever its pixels are."""
    made = picture("JPEG")
    at = made.index(b"\xff\xc0") + 5
    return made[:at] + struct.pack(">HH", height, width) + made[at + 4 :]


def archive(*entries: tuple[str | ZipInfo, bytes], squeezed: bool = False) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED if squeezed else ZIP_STORED) as writing, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it does not like the same name twice
        for entry, content in entries:
            writing.writestr(entry, content)
    return made.getvalue()


def entry(name: str, *, mode: int = 0) -> ZipInfo:
    """With the rights and the kind of file of that mode."""
    made = ZipInfo(name)
    made.create_system, made.external_attr = 3, mode << 16
    return made


def renamed(content: bytes, name: str, other: str) -> bytes:
    """The same archive with an entry called otherwise, as no library would call it: both names are as long."""
    return content.replace(name.encode(), other.encode())
