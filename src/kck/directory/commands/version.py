"""One change of the configuration at a time, and how the others hear of it."""

import uuid
from datetime import datetime

from kck.directory.models import ConfigVersion
from kck.directory.queries import forget_snapshot


def locked_version() -> ConfigVersion:
    """Whoever changes the configuration waits for whoever does already."""
    ConfigVersion.objects.bulk_create([ConfigVersion(pk=1)], ignore_conflicts=True)
    return ConfigVersion.objects.select_for_update().get(pk=1)


def renew(version: ConfigVersion, at: datetime) -> None:
    """Every process reads all again at its next look."""
    version.version += 1
    version.stamp, version.loaded_at = uuid.uuid4().hex, at
    version.save()
    forget_snapshot()
