"""The least a server can do: one sentence, no framework. The limit of the machine."""

from collections.abc import Callable, Iterable
from typing import Any


def application(
    _environ: dict[str, Any], start_response: Callable[..., object]
) -> Iterable[bytes]:
    """Answer with two letters."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]
