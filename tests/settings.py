"""The settings of a practice that lives in a temporary folder while tests run.

The tables lie in SQLite, or in PostgreSQL if GLABELLA_DATABASE says so.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from glabella.web.operations.folder import make_keys

_home = Path(tempfile.mkdtemp(prefix="glabella-test-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
make_keys(_home / "keys")
os.environ["GLABELLA_HOME"] = str(_home)
os.environ["GLABELLA_HTTPS"] = "no"
os.environ["GLABELLA_DESIGN"] = "yes"
# Tests of the second factor ask for it themselves; others sign in with `force_login`.
os.environ["GLABELLA_SECOND_FACTOR"] = "relaxed"

from glabella.web.settings import *  # noqa: E402, F403 the folder must be there first

# A test signs in often; how passwords are kept is tested by itself.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# The trail refuses to be emptied; these let Django empty it between tests.
_engine = str(DATABASES["default"]["ENGINE"]).rpartition(".")[2]  # noqa: F405 from settings
DATABASES["default"]["ENGINE"] = f"tests.engines.{_engine}"  # noqa: F405 from settings
if _engine == "sqlite3":
    # Said by name, because pytest-django knows SQLite only by Django's own engine.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405 from settings
