"""The pins of what the project needs: `check` whether they are current, or `lock` anew.

`requirements/*.txt` hold one set each, every set those before it. The first line of
each says which declaration in pyproject.toml it was made from.
"""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "requirements"
DECLARED = "# declared in pyproject.toml, sha256 "
# How `uv` is asked for each set.
EXTRAS = ("--extra", "clinic", "--extra", "evidence")
PINS: dict[str, tuple[str, ...]] = {
    "base": (),
    "clinic": EXTRAS,
    "dev": (*EXTRAS, "--group", "dev"),
}
COMPILE = (
    *("-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--generate-hashes"),
    *("--no-header", "--no-annotate", "--universal", "--fork-strategy", "fewest"),
    *("--python-version", "3.11"),
)


def declared() -> str:
    """Return the hash of all that pyproject.toml declares about dependencies."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = data["project"]
    parts = [project["requires-python"], project["dependencies"]]
    parts += [project["optional-dependencies"], data["dependency-groups"]]
    text = json.dumps(parts, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def check() -> int:
    """Print what is stale between pyproject.toml and the pins."""
    findings = []
    pins = {}
    for name in PINS:
        text = (REQUIREMENTS / f"{name}.txt").read_text("utf-8")
        pins[name] = set(re.findall(r"^[a-z0-9._-]+==\S+", text, re.MULTILINE))
        if not text.startswith(DECLARED + declared()):
            findings.append(f"requirements/{name}.txt is older than pyproject.toml")
    for less, more in pairwise(PINS):
        lacking = sorted(pins[less] - pins[more])
        findings += [f"{pin}: in {less}.txt but not in {more}.txt" for pin in lacking]
    for finding in findings:
        print(finding)
    return 1 if findings else 0


def lock(words: Sequence[str]) -> int:
    """Pin anew what is declared; the words go to `uv pip compile`."""
    for name, words_of_set in PINS.items():
        target = REQUIREMENTS / f"{name}.txt"
        command = [sys.executable, *COMPILE, *words, *words_of_set]
        code = subprocess.run(  # noqa: S603 the words are those above
            [*command, "--output-file", str(target)], cwd=ROOT, check=False
        ).returncode
        if code:
            return code
        pins = target.read_text("utf-8").split("\n")
        pins = [line for line in pins if not line.startswith(DECLARED)]
        target.write_text("\n".join([DECLARED + declared(), *pins]), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(lock(sys.argv[2:]) if sys.argv[1:2] == ["lock"] else check())
