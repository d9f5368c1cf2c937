"""References leave the library whole, one record for each publication."""

from glabella.evidence.bibliography import Extent, Publication
from glabella.evidence.library import load
from glabella.evidence.references import bibtex, ris

FULL = Publication(
    id="finzi",
    cite="Example A. A {trial}.  J Ex 2014;1:1",
    tier="B",
    read=Extent.ABSTRACT,
    place="abstract",
    url="https://example.org",
    doi="10.1000/1",
    pmid="1",
    year=2014,
    read_on="2026-11-21",
)
BARE = Publication("bare", "A page", "C", Extent.FRAGMENT, "fragment")


def test_bibtex_has_what_is_known_and_no_open_brace() -> None:
    assert bibtex([FULL, BARE]).splitlines() == [
        "@misc{finzi,",
        "  title = {Example A. A (trial).  J Ex 2014;1:1},",
        "  year = {2014},",
        "  doi = {10.1000/1},",
        "  url = {https://example.org},",
        "  note = {read: abstract, 2026-11-21},",
        "}",
        "",
        "@misc{bare,",
        "  title = {A page},",
        "  note = {read: fragment},",
        "}",
    ]


def test_ris_has_one_tag_a_line() -> None:
    assert ris([FULL, BARE]).splitlines() == [
        "TY  - GEN",
        "ID  - finzi",
        "TI  - Example A. A {trial}. J Ex 2014;1:1",
        "PY  - 2014",
        "DO  - 10.1000/1",
        "AN  - 1",
        "UR  - https://example.org",
        "N1  - read: abstract, 2026-11-21",
        "ER  - ",
        "",
        "TY  - GEN",
        "ID  - bare",
        "TI  - A page",
        "N1  - read: fragment",
        "ER  - ",
    ]


def test_every_publication_leaves() -> None:
    papers = load().publications.values()

    assert bibtex(papers).count("@misc{") == len(papers)
    assert ris(papers).count("ER  - ") == len(papers)
