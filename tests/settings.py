"""The settings of a practice that lives in a temporary folder while tests run."""

import atexit
import base64
import os
import secrets
import shutil
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="glabella-test-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
(_home / "keys").mkdir()
for _key in ("secret", "trail", "files"):
    _text = base64.urlsafe_b64encode(secrets.token_bytes(32))
    (_home / "keys" / f"{_key}.key").write_bytes(_text)
os.environ["GLABELLA_HOME"] = str(_home)
os.environ["GLABELLA_HTTPS"] = "no"
os.environ["GLABELLA_DESIGN"] = "yes"

from glabella.web.settings import *  # noqa: E402, F403 the folder must be there first

# A test signs in often; how passwords are kept is tested by itself.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
