"""Pictures of the app on a home screen; the build draws them from `icon.svg`."""

from django.templatetags.static import static

_PICTURES = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)


def manifest_icons() -> list[dict[str, str]]:
    """For a web app manifest: what a telephone can use, and the drawing for who can do better."""
    drawing = {"src": static("ui/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    pictures = [
        {"src": static(f"ui/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes, purpose in _PICTURES
    ]
    return [*pictures, drawing]
