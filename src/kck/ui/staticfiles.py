"""How static files get their addresses: with a hash once collected, plain until then."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed after `collectstatic`; without a manifest (tests) the plain name.

    A name missing from the manifest gives a plain address too: one lost picture must not turn
    every page into an error.
    """

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        hashed: str = self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
        return hashed
