"""A client for the API of a city's contact centre that runs KCK.

`Kck` is the city; shapes are what it tells; `Problem` is how it says no.
"""

from kck_client import shapes
from kck_client.city import Kck, Mine
from kck_client.transport import FieldError, Problem, Unreachable

__all__ = ["FieldError", "Kck", "Mine", "Problem", "Unreachable", "shapes"]
