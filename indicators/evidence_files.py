"""Where the files of evidence are kept: a folder outside of everything that is served, under random names.

A file is written before the row that names it and goes after the row has gone: whatever fails in between
leaves at worst a file that nobody can reach, and never a row without its file.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from functools import partial

from django.core.files import File
from django.core.files.storage import storages
from django.db import models, transaction

from indicators.file_kinds import cleaned_name, judge
from indicators.models import Evidence

STORAGE = "evidence"
NAME_BYTES = 24


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is in the storage; the names of its parts are those of the fields of Evidence."""

    stored_name: str
    file_name: str
    content_type: str
    size: int
    sha256: str


def store(file: File) -> StoredFile:
    """Judges the file and puts it into the storage. Raises FileRefused; then nothing is kept."""
    name = cleaned_name(file.name or "") or "-"
    kind = judge(file, size=file.size, name=name)
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    size = file.size
    file.seek(0)
    stored = storages[STORAGE].save(secrets.token_hex(NAME_BYTES), file)
    return StoredFile(stored, name, kind.content_type, size, digest.hexdigest())


def open_file(evidence: Evidence) -> File:
    """The file, to be read. Raises OSError when it is not there."""
    return storages[STORAGE].open(evidence.stored_name)


def remove(stored_name: str) -> None:
    """Removes a file, if it is there."""
    storages[STORAGE].delete(stored_name)


def remove_with(evidence: models.QuerySet[Evidence]) -> None:
    """Removes the files of these rows when the transaction that deletes the rows has been committed."""
    for stored_name in evidence.exclude(stored_name="").values_list("stored_name", flat=True):
        transaction.on_commit(partial(remove, stored_name), robust=True)
