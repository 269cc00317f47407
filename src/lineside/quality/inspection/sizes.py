"""The size of a picture file from its first bytes: a few kilobytes can unpack to gigabytes."""

import struct

from lineside.quality.errors import PictureInvalid

MOST_PIXELS = 60_000_000
_NO_SIZE = {0xD8, 0x01, *range(0xD0, 0xD8)}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def refuse_huge(data: bytes) -> None:
    """Refuse what is no PNG, JPEG or WebP, and pictures of more than 60 million pixels."""
    size = _size(data)
    if size is None:
        raise PictureInvalid(problem="not a PNG, JPEG or WebP file", bytes=len(data))
    if size[0] * size[1] > MOST_PIXELS:
        raise PictureInvalid(problem="too many pixels", width=size[0], height=size[1])


def _size(data: bytes) -> tuple[int, int] | None:
    """Width and height as the file's head tells them."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return struct.unpack(">II", data[16:24])
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError):
        return None
    return None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    """From the first frame header; segments before it are stepped over."""
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        if marker == 0xFF:
            at += 1
        elif marker in _NO_SIZE:
            at += 2
        else:
            at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    kind = data[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack("<I", data[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        width, height = (int.from_bytes(data[k : k + 3], "little") + 1 for k in (24, 27))
        return width, height
    return None
