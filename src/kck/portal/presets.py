"""What a link, a site or a code on an object says beforehand: category, place, object.

Nothing of it is believed unseen: what is no category or lies outside the city is left out with a
sentence, the rest is shown in the first step and can be put aside there.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core import signing
from pydantic import TypeAdapter, ValidationError

from kck.directory.queries import snapshot
from kck.entrances.queries import object_by_code
from kck.entrances.terms import ObjectInfo
from kck.foundation import clock
from kck.foundation.text import _, clean
from kck.places import queries as places
from kck.portal.drafts import CARRIED_FOR, Draft

_SALT = "kck.portal.preset"
LONGEST = 120
_NO_CATEGORY = _("Odnośnik wskazał kategorię, której nie mamy. Wybierz, czego to dotyczy.")
_NO_POINT = _("Odnośnik wskazał miejsce, którego nie da się odczytać. Podasz je za chwilę.")
_NO_ADDRESS = _("Nie znamy adresu z odnośnika: %(address)s. Podasz miejsce za chwilę.")
_NO_OBJECT = _("Kod obiektu z odnośnika jest nieważny. Zgłoszenie możesz wysłać bez niego.")


@dataclass(frozen=True, kw_only=True)
class Preset:
    """`object` is the seven letters of a code."""

    category: str = ""
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    object: str = ""

    def __bool__(self) -> bool:
        return bool(self.category or self.address or self.object)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What of a link can be used, and sentences about the rest."""

    preset: Preset
    problems: tuple[str, ...] = ()


_preset = TypeAdapter(Preset)


def seal(preset: Preset) -> str:
    return signing.dumps(_preset.dump_python(preset), salt=_SALT) if preset else ""


def unseal(sealed: str) -> Preset:
    with suppress(signing.BadSignature, ValidationError, ValueError):
        if sealed:
            found = signing.loads(sealed, salt=_SALT, max_age=CARRIED_FOR)
            return _preset.validate_python(found)
    return Preset()


def preset_of(draft: Draft | None) -> Preset:
    """What a draft that was begun with a preset still has of it; nothing for any other draft."""
    if draft is None or not (draft.category or draft.object):
        return Preset()
    return Preset(
        category=draft.category,
        lat=draft.lat,
        lon=draft.lon,
        address=draft.address,
        object=draft.object,
    )


def changes(preset: Preset) -> dict[str, Any]:
    """What the preset changes in a draft. What was seen and answered before may not fit now."""
    changed: dict[str, Any] = {"category": preset.category, "object": preset.object}
    if preset.address:
        changed |= {"lat": preset.lat, "lon": preset.lon, "address": preset.address}
        changed |= {"words": "", "apart": False}
    return changed | {"asked": "", "answers": {}}


def without(draft: Draft) -> Draft:
    """The draft with all its words and photos, and nothing that was said beforehand."""
    return replace(
        draft, category="", object="", lat=None, lon=None, address="", asked="", answers={}
    )


def read(asked: Mapping[str, str], *, at: datetime) -> Asked:
    """Look at the parameters of a link: category, lat and lon, street and number, object."""
    values = {name: clean(value)[:LONGEST] for name, value in asked.items() if "\0" not in value}
    problems: list[str] = []
    preset = _of_object(values.get("object", ""), at, problems)
    if values.get("category"):
        preset = replace(preset, category=_category(values["category"], at, problems))
    if not preset.address:
        preset = _placed(preset, values, problems)
    return Asked(preset=preset, problems=tuple(problems))


def object_at(code: str, at: datetime) -> ObjectInfo | None:
    return object_by_code(code, day=at.astimezone(clock.city_zone()).date()) if code else None


def _of_object(code: str, at: datetime, problems: list[str]) -> Preset:
    found = object_at(code, at)
    if found is None:
        if code:
            problems.append(str(_NO_OBJECT))
        return Preset()
    # the category may have ended since the code was given
    category = _category(found.category, at, [])
    return Preset(
        category=category, lat=found.lat, lon=found.lon, address=found.street, object=found.code
    )


def _category(code: str, at: datetime, problems: list[str]) -> str:
    found = snapshot(at).category(code)
    if found is None or found.is_redirect:
        problems.append(str(_NO_CATEGORY))
        return ""
    return found.code


def _placed(preset: Preset, values: Mapping[str, str], problems: list[str]) -> Preset:
    address = f"{values.get('street', '')} {values.get('number', '')}".strip()
    if values.get("lat") or values.get("lon"):
        return _at_point(preset, values, address, problems)
    if not values.get("street"):
        return preset
    found = places.geocode(address)
    if found is None or found.lat is None or found.lon is None:
        problems.append(str(_NO_ADDRESS % {"address": address}))
        return preset
    if sentence := places.outside_sentence(found.lat, found.lon):
        problems.append(sentence)
        return preset
    return replace(preset, lat=found.lat, lon=found.lon, address=found.value)


def _at_point(
    preset: Preset, values: Mapping[str, str], address: str, problems: list[str]
) -> Preset:
    try:
        lat, lon = float(values.get("lat", "")), float(values.get("lon", ""))
    except ValueError:
        problems.append(str(_NO_POINT))
        return preset
    if places.swapped(lat, lon):
        lat, lon = lon, lat
    if sentence := places.outside_sentence(lat, lon):
        problems.append(sentence)
        return preset
    described = address or places.describe(lat, lon) or str(_("punkt na mapie"))
    return replace(preset, lat=lat, lon=lon, address=described[:200])
