"""Every refusal of the clinic can be said in German: its words go through gettext."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import code

SAID = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})
# Place and words of a refusal that stays English, and why.
ENGLISH: dict[tuple[str, str], str] = {}


def untranslated(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and words of each refusal whose text is written out plainly."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) == "DeedRefusedError":
            for text in [*node.args, *(each.value for each in node.keywords)]:
                yield from ((text.lineno, words) for words in _written(text))


def _name(function: ast.expr) -> str:
    return ast.unparse(function).rpartition(".")[2]


def _written(text: ast.AST) -> Iterator[str]:
    """Yield what is written in an expression outside of any call of gettext."""
    if isinstance(text, ast.Constant) and any(map(str.isalpha, str(text.value))):
        yield str(text.value)
    for part in _parts(text):
        yield from _written(part)


def _parts(text: ast.AST) -> list[ast.AST]:
    """Return the parts of an expression that may end up as words."""
    match text:
        case ast.Call(func=function) if _name(function) in SAID:
            return []
        case ast.Call(func=ast.Attribute(value=words)):
            return [words]  # such as "{} is wrong".format(...)
        case ast.IfExp(body=one, orelse=other):
            return [one, other]
        case ast.FormattedValue(value=value) | ast.Subscript(value=value):
            return [value]
        case ast.Call() | ast.Dict():
            return []  # the values of a text
        case _:
            return list(ast.iter_child_nodes(text))


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        ('DeedRefusedError("no.")', ["no."]),
        ('errors.DeedRefusedError(f"no {what}.")', ["no "]),
        ('DeedRefusedError(_("no."), mending="Go.")', ["Go."]),
        ('DeedRefusedError(_("no."), where="card")', ["card"]),
        ('DeedRefusedError("no %(x)s." % {"x": x})', ["no %(x)s."]),
        ('DeedRefusedError("no " + what)', ["no "]),
        ('DeedRefusedError("no {}.".format(what))', ["no {}."]),
        ('DeedRefusedError(_("no.") if what else "yes.")', ["yes."]),
        ('DeedRefusedError(_("no %(x)s.") % {"x": x}, where=f"{a}/{b}")', []),
        ("DeedRefusedError(words, where=where)", []),
        ('InputError("for programmers")', []),
    ],
)
def test_plain_words_are_recognised(refusal: str, expected: list[str]) -> None:
    assert [words for _, words in untranslated(refusal)] == expected


def _clinic() -> list[Path]:
    return code.modules(code.SRC / "clinic")


def test_every_refusal_goes_through_gettext() -> None:
    found = [
        f"{code.place(path)}:{line} {words}"
        for path in _clinic()
        for line, words in untranslated(path.read_text("utf-8"))
        if (code.place(path), words) not in ENGLISH
    ]

    assert found == []


def test_no_exception_is_left_over() -> None:
    said = {
        (code.place(path), words)
        for path in _clinic()
        for _, words in untranslated(path.read_text("utf-8"))
    }

    assert ENGLISH.keys() - said == set()
