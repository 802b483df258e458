"""The download of the workbook."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, HttpRequest
from django.utils import timezone

from reports.workbook.writing import WORKBOOK_TYPE, file_name, write_workbook
from scorecards.scope import ScorecardView


class ExportView(ScorecardView):
    """The scorecard as a workbook in the reader's language, for everybody who reads the scorecard."""

    def get(self, request: HttpRequest) -> FileResponse:
        scorecard = self.scorecard
        scorecard.unit = self.scope.unit
        stream = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
        write_workbook(scorecard, stream, today=timezone.localdate())
        stream.seek(0)
        return FileResponse(
            stream,
            as_attachment=True,
            filename=file_name(scorecard),
            content_type=WORKBOOK_TYPE,
            headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
        )
