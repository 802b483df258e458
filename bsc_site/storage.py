"""Static files with a content hash in their names, ES module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    max_post_process_passes = 20
    """A pass renames what imports a renamed file: a chain of imports may be as long as that."""
