"""What a file is, judged by its content: one of a few kinds that prove something, or FileRefused.

Knows nothing of the database or the settings. The words are in ``indicators.file_words``.
"""

from indicators.file_kinds.judging import LARGEST, judge
from indicators.file_kinds.kinds import ENDINGS, KINDS, Kind, kind_of_type
from indicators.file_kinds.names import LONGEST_NAME, cleaned_name, ending_of
from indicators.file_kinds.refusals import FileRefused, Foreign, Refusal

__all__ = [
    "ENDINGS",
    "KINDS",
    "LARGEST",
    "LONGEST_NAME",
    "FileRefused",
    "Foreign",
    "Kind",
    "Refusal",
    "cleaned_name",
    "ending_of",
    "judge",
    "kind_of_type",
]
