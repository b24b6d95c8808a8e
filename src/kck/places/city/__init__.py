"""The places of a city's folder: districts, owners' land, streets, landmarks."""

from kck.places.city.check import check_city
from kck.places.city.load import load_city

__all__ = ["check_city", "load_city"]
