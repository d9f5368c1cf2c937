"""What is installed holds the code, its types and its data, and no tests."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.house import code


def test_the_wheel_holds_the_package_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    subprocess.run([*command, "-d", str(tmp_path)], cwd=code.ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")

    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}

    package = [path for path in code.tracked_files() if path.is_relative_to(code.SRC)]
    assert packed == {str(path.relative_to(code.ROOT / "src")) for path in package}
