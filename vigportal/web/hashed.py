"""Static files under names that change with their content, in what scripts import too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # its library tells no types
    """A page and a script that name one module load it once: under two names a film would have two players."""

    support_js_module_import_aggregation = True
