"""Where a statement comes from decides how far it may be believed."""

import pytest

from glabella.core.sources import Basis, Status, Text, unverified_reason
from tests import build


@pytest.mark.parametrize(
    ("basis", "reason"),
    [
        (Basis(Status.SEEN, ("LABEL",)), None),
        (Basis(Status.SEEN, ("PAPER",)), None),
        (Basis(Status.SEEN, ("COPY", "PAPER")), None),
        (Basis(Status.SEEN, ("COPY",)), "read only in a tier C source"),
        (Basis(Status.SEEN, ("LOST",)), "read only in a tier ? source"),
        (Basis(Status.DERIVED, ("LABEL",)), "derived by this project"),
        (Basis(Status.RECALLED, ("LABEL",)), "recalled, not read in a source"),
    ],
)
def test_a_statement_stands_if_it_was_read_in_a_good_source(
    basis: Basis, reason: str | None
) -> None:
    assert unverified_reason(basis, build.SOURCES) == reason


def test_only_a_recalled_statement_is_recalled() -> None:
    assert [Basis(status).is_recalled for status in Status] == [False, True, False]


def test_a_text_speaks_german_on_request_and_english_otherwise() -> None:
    text = Text("yes", "ja")

    assert [text.in_language(code) for code in ("de", "en", "fr")] == [
        "ja",
        "yes",
        "yes",
    ]
