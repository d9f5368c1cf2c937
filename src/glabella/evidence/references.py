"""References for other programs: BibTeX and RIS.

The library holds a reference as it was printed, in one piece; authors and title are
not taken apart, because a wrong guess would look like knowledge.
"""

from collections.abc import Iterable, Iterator

from glabella.evidence.bibliography import Publication

_BRACES = str.maketrans({"{": "(", "}": ")", "\\": "/"})


def bibtex(publications: Iterable[Publication]) -> str:
    """Return the publications as BibTeX entries of the type misc."""
    return "\n".join(_entry(paper) for paper in publications)


def _entry(paper: Publication) -> str:
    fields = {
        "title": paper.cite,
        "year": None if paper.year is None else str(paper.year),
        "doi": paper.doi,
        "url": paper.url,
        "note": _read(paper),
    }
    lines = [
        f"  {key} = {{{value.translate(_BRACES)}}},\n"
        for key, value in fields.items()
        if value is not None
    ]
    return f"@misc{{{paper.id},\n{''.join(lines)}}}\n"


def ris(publications: Iterable[Publication]) -> str:
    """Return the publications as RIS records of the type GEN."""
    return "\n".join("".join(_record(paper)) for paper in publications)


def _record(paper: Publication) -> Iterator[str]:
    fields = (
        ("TY", "GEN"),
        ("ID", paper.id),
        ("TI", paper.cite),
        ("PY", None if paper.year is None else str(paper.year)),
        ("DO", paper.doi),
        ("AN", paper.pmid),
        ("UR", paper.url),
        ("N1", _read(paper)),
    )
    for tag, value in fields:
        if value is not None:
            yield f"{tag}  - {' '.join(value.split())}\n"
    yield "ER  - \n"


def _read(paper: Publication) -> str:
    """Return how much of it was read, and when."""
    day = f", {paper.read_on}" if paper.read_on else ""
    return f"read: {paper.place}{day}"
