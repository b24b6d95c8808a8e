from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _polish() -> Iterator[None]:
    """A page in another language leaves that language behind in the thread."""
    with translation.override("pl"):
        yield
