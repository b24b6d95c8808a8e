"""The product's settings, and one more address: the baseline of creating a case."""

from kck.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
