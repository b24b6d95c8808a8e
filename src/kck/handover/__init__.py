"""A unit's task reaches the unit in its own way: by link, by its own system, by telephone."""
