"""Codes to be scanned from paper."""

from django.utils.safestring import SafeString, mark_safe


def qr_of(address: str, *, error: str = "m") -> SafeString:
    """SVG with the quiet zone readers need; with `error` "q" a quarter may be scratched off."""
    import segno  # who prints codes loads it

    code = segno.make_qr(address, error=error, boost_error=False)
    drawing = code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
    return mark_safe(drawing)  # noqa: S308 - drawn here, from an address of our own
