"""Points as databases write them into tables: EWKB in hexadecimal, or WKT."""

import re
import struct

_WKT = re.compile(r"^(?:SRID=\d+;)?\s*POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)$", re.IGNORECASE)
_HAS_SRID = 0x20000000
_POINT = 1


def point_in(text: str) -> tuple[float, float] | None:
    """(x, y) of one point, or None."""
    if found := _WKT.match(text):
        return float(found[1]), float(found[2])
    try:
        return _ewkb(bytes.fromhex(text))
    except (ValueError, struct.error, IndexError):
        return None


def _ewkb(raw: bytes) -> tuple[float, float] | None:
    order = "<" if raw[0] == 1 else ">"
    (kind,) = struct.unpack_from(f"{order}I", raw, 1)
    if kind & 0xFF != _POINT:
        return None
    x, y = struct.unpack_from(f"{order}dd", raw, 9 if kind & _HAS_SRID else 5)
    return x, y
