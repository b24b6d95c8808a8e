"""What a look at the installation comes to."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at: how it is, and what to do when it is not well."""

    what: str
    well: bool
    words: str
    advice: str = ""
    grave: bool = True  # otherwise only worth knowing
