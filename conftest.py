"""Fixtures that tests of every package share."""

from hypothesis import settings

pytest_plugins = ["tests.fixtures"]

# a first call that loads something is slow, and no test may hang on how busy a machine is
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
