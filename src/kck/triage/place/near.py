"""How far a place is from where somebody stands or has pointed."""

from kck.places.rules import distance_m

Point = tuple[float, float]  # degrees: latitude, longitude
FAR_M = 3_000  # a street's middle may be a kilometre and more from its end


def metres_between(lat: float | None, lon: float | None, point: Point) -> float | None:
    """None where it is not known where the place is."""
    return None if lat is None or lon is None else distance_m((lat, lon), point)
