"""The examples of a page of the documents, and how one is run.

A block `console` holds commands, each after `$ `, and what they print.
A line of three dots stands for any number of lines, three dots in a line for any text.
A block `code-block` with a caption is a file that the reader saves under that name.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs

FENCE = re.compile(r"^```(\S+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CAPTION = re.compile(r"^:caption: (\S+)\n+", re.MULTILINE)

# What these commands do is tested elsewhere: they are the house's own verbs.
NOT_RUN_HERE = re.compile(
    r"(git|cd|pip|\./dev (demo|test|check|docs|bench|fix|lock|run check)|"
    r"(python|\.venv/bin/python) docs/_ext/\S+)(\s|$)"
)


@attrs.frozen
class SavedFile:
    """A file that a page asks the reader to save."""

    name: str
    text: str


@attrs.frozen
class Command:
    """A command, and what the page says it prints; None if the page says nothing."""

    line: str
    printed: str | None


def examples(page: str) -> Iterator[SavedFile | Command]:
    """Yield the files and commands of a page in order."""
    for language, _, text in FENCE.findall(page):
        if language == "console":
            yield from commands(text)
        elif language == "{code-block}" and (caption := CAPTION.search(text)):
            yield SavedFile(caption[1], CAPTION.sub("", text, count=1))


def commands(block: str) -> Iterator[Command]:
    """Yield the commands of a console block."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        length = next(
            (i for i, line in enumerate(lines) if not line.endswith("\\")), len(lines)
        )
        printed = "\n".join(lines[length + 1 :]).rstrip()
        yield Command("\n".join(lines[: length + 1]), printed or None)


def is_run_here(command: Command) -> bool:
    """Return whether an example can be run in an empty folder."""
    return NOT_RUN_HERE.match(command.line) is None


def run(command: Command, folder: Path) -> tuple[int, str]:
    """Run a command in a folder as a reader would, and return code and output."""
    line = re.sub(r"^\./dev run\b", "glabella", command.line)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(  # noqa: S603 the examples are those of our own pages
        ["bash", "-c", line],  # noqa: S607 found on the path, as the reader's is
        cwd=folder,
        env=os.environ | {"PATH": path, "COLUMNS": "80", "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout


def pattern(printed: str) -> re.Pattern[str]:
    """Return what an output must look like."""
    parts = []
    for line in printed.splitlines():
        if line.strip() == "...":
            parts.append(r"(?:.*\n)*?")
        else:
            text = ".*".join(map(re.escape, line.rstrip().split("...")))
            parts.append(rf"{text}[ ]*\n")
    return re.compile(r"\s*" + "".join(parts) + r"\s*")
