"""Let the environment that runs this see `src`, as an installer would show it.

A path file instead of an editable install: nothing is built. The metadata beside it say
the name, the version and the entry points of pyproject.toml, by which the command
`glabella` finds the verbs of the practice.
"""

import re
import shutil
import sys
import sysconfig
import tomllib
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = Path(sysconfig.get_path("purelib"))
SCRIPTS = Path(sysconfig.get_path("scripts"))


def version() -> str:
    """Return the version that the package states."""
    text = (ROOT / "src" / "glabella" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    return found[1] if found else "0"


def write_metadata(project: Mapping[str, object], groups: str) -> None:
    """Write what `importlib.metadata` reads, and remove that of other versions."""
    for old in SITE.glob("glabella-*.dist-info"):
        shutil.rmtree(old)
    folder = SITE / f"glabella-{version()}.dist-info"
    folder.mkdir()
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {project['name']}",
        f"Version: {version()}",
        f"Summary: {project['description']}",
    ]
    (folder / "METADATA").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "entry_points.txt").write_text(groups, "utf-8")
    (folder / "INSTALLER").write_text("dev\n", "utf-8")


def entry_points(groups: Mapping[str, Mapping[str, str]]) -> str:
    """Return the entry points in the form that metadata have them."""
    parts = [
        "\n".join(
            [f"[{group}]", *(f"{name} = {place}" for name, place in rows.items())]
        )
        for group, rows in groups.items()
    ]
    return "\n\n".join(parts) + "\n"


def write_command() -> None:
    """Write the command `glabella`."""
    command = SCRIPTS / "glabella"
    command.write_text(
        f"#!{sys.executable}\nimport sys\n\nfrom glabella.cli.main import main\n\n"
        "if __name__ == '__main__':\n    sys.exit(main())\n",
        "utf-8",
    )
    command.chmod(0o755)


def main() -> int:
    """Link the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = {"console_scripts": project["scripts"], **project["entry-points"]}
    (SITE / "glabella.pth").write_text(f"{ROOT / 'src'}\n", "utf-8")
    write_metadata(project, entry_points(groups))
    write_command()
    return 0


if __name__ == "__main__":
    sys.exit(main())
