"""Days stand in one order on every page, whatever a template filter is asked."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

LATE = datetime(2026, 11, 21, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "21 November 2026|21 November 2026, 17:05|17:05"),
        ("de", "21. November 2026|21. November 2026 17:05|17:05"),
    ],
)
def test_day_stands_before_its_month(language: str, said: str) -> None:
    page = Template('{{ at|date }}|{{ at|date:"DATETIME_FORMAT" }}|{{ at|time }}')

    with translation.override(language):
        assert page.render(Context({"at": LATE})) == said
