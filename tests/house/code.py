"""The files of the project, as the tests of the house read them."""

import ast
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "glabella"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def tracked_files() -> list[Path]:
    """Return every file that is, or is about to be, under version control."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    names = [name.decode() for name in listing.split(b"\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def modules(*folders: Path) -> list[Path]:
    """Return the Python files below the folders, in order."""
    found = [path for folder in folders for path in folder.rglob("*.py")]
    # Migrations are written by Django, and long because tables are.
    strange = {"node_modules", "migrations"}
    return sorted(path for path in found if not strange & set(path.parts))


def place(path: Path) -> str:
    """Return the path as a person names it."""
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[tuple[str, Function]]:
    """Yield each function of a module with its place."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, Function):
            yield f"{place(path)}:{node.lineno} {node.name}", node


def body_lines(function: Function) -> int:
    """Return how many lines a body has without its docstring."""
    body = function.body
    if ast.get_docstring(function, clean=False) is not None:
        body = body[1:]
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def comments(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each comment of a module with its place."""
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT:
                yield f"{place(path)}:{token.start[0]}", token.string
