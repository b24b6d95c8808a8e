"""Cases of other systems: files or feeds, read by a mapping, taken in by the one door."""
