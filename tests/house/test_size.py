"""Small modules, small functions, imports at the top, names that say something."""

import ast

import pytest

from tests.house import code

MODULE_LINES = 400
FUNCTION_LINES = 25
FUNCTION_LINES_HARD = 40
SHARE_OF_SHORT_FUNCTIONS = 0.9
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "common", "misc", "manager"}

ROOMS = sorted(path.parent.name for path in code.SRC.glob("*/__init__.py"))
EVERYWHERE = [
    *code.modules(
        code.SRC, code.ROOT / "tests", code.ROOT / "bench", code.ROOT / "docs"
    ),
    code.ROOT / "dev",
]


def test_no_module_is_longer_than_its_limit() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in EVERYWHERE}

    too_long = {
        code.place(path): length
        for path, length in lengths.items()
        if length > MODULE_LINES
    }

    assert too_long == {}


def test_no_function_fills_more_than_a_screen() -> None:
    sizes = {
        place: code.body_lines(function)
        for path in [*code.modules(code.SRC), code.ROOT / "dev"]
        for place, function in code.functions(path)
    }

    too_long = {place: n for place, n in sizes.items() if n > FUNCTION_LINES_HARD}

    assert too_long == {}


def test_nine_functions_in_ten_are_short() -> None:
    sizes = [
        code.body_lines(function)
        for path in code.modules(code.SRC)
        for _, function in code.functions(path)
    ]
    if not sizes:
        pytest.fail("the house has no function at all")

    short = sum(size <= FUNCTION_LINES for size in sizes)

    assert short >= SHARE_OF_SHORT_FUNCTIONS * len(sizes)


def test_no_function_imports() -> None:
    hidden = [
        place
        for path in code.modules(code.SRC)
        for place, function in code.functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert hidden == []


def test_every_module_has_a_name_that_says_something() -> None:
    names = [path.relative_to(code.SRC) for path in code.modules(code.SRC)]

    silent = [str(name) for name in names if NAMES_THAT_SAY_NOTHING & set(parts(name))]

    assert silent == []


def parts(name: object) -> list[str]:
    return str(name).removesuffix(".py").split("/")


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_lives_there(room: str) -> None:
    tree = ast.parse((code.SRC / room / "__init__.py").read_text("utf-8"))

    assert ast.get_docstring(tree)
