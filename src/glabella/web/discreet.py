"""What no line of a log says: secrets that stand in an address, words about people.

Who reads a log could come in with a secret: the framework names the address of every
page that it refuses, and the server that of every page. The words of an error may name
somebody: a database quotes the whole row that it refuses.
"""

import logging
import re
import traceback
from collections.abc import Iterator

# A link to the portal, the way out of messages, a calendar to look into.
_SECRET = re.compile(r"(/(?:me/link|messages/stop|booking/feed)/)[^/\s\"'?]+")


def discreet(words: str) -> str:
    """Return a line without the secrets of its addresses."""
    return _SECRET.sub(r"\1...", words)


def told(error: BaseException) -> str:
    """Return where an error came from and of what kind it is, without its words."""
    parts = [
        f"{''.join(traceback.format_tb(one.__traceback__))}{type(one).__qualname__}"
        for one in _chain(error)
    ]
    return "\n\n".join(parts)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that led to it, the first one first."""
    around = None if error.__suppress_context__ else error.__context__
    before = error.__cause__ or around
    if before is not None:
        yield from _chain(before)
    yield error


class Discreet(logging.Filter):
    """Lets every line through, without secrets and without the words of an error."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take out what may not stand there."""
        said = record.getMessage()
        plain = discreet(said)
        if plain != said:
            record.msg, record.args = plain, ()
        if isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
            record.exc_text = told(record.exc_info[1])
        return True
