"""Boxes over a photo as a person types them: left, top, right, bottom in per cent, one a line."""

import re

from kck.cases.rules import Incomplete
from kck.foundation.text import _

Box = tuple[float, float, float, float]
MOST = 50


def read_boxes(typed: str) -> list[Box]:
    """As shares of the photo; `Incomplete` names the line that is none."""
    boxes: list[Box] = []
    for line in filter(None, (line.strip() for line in typed.splitlines())):
        numbers = re.findall(r"\d+(?:[.,]\d+)?", line)
        shares = [float(number.replace(",", ".")) / 100 for number in numbers]
        if len(shares) != 4 or max(shares) > 1:
            raise Incomplete(
                str(_("Wiersz „%(line)s”: wpisz cztery liczby od 0 do 100, oddzielone spacją."))
                % {"line": line[:40]}
            )
        boxes.append((shares[0], shares[1], shares[2], shares[3]))
    if len(boxes) > MOST:
        raise Incomplete(str(_("Najwyżej %(most)s prostokątów naraz.")) % {"most": MOST})
    return boxes
