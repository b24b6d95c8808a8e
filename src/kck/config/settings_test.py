"""The settings, faster and without a pool; the folder and the database come from `testing.py`."""

from kck.config.settings import *  # noqa: F403
from kck.config.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# a pool keeps connections open that the test database cannot be dropped under
DATABASES["default"]["OPTIONS"].pop("pool")  # type: ignore[attr-defined]
# what a test does has happened when it looks; tests of taking back set their own
KCK_TAKE_BACK_SECONDS = KCK_TAKE_BACK_CLOSING_SECONDS = KCK_NEWS_WAIT_MINUTES = 0
