"""What no line of a log says: the secrets that stand in an address.

Who reads a log could come in with them: the framework names the address of every page
that it refuses, and the server that of every page.
"""

import logging
import re

# A link to the portal, the way out of messages, a calendar to look into.
_SECRET = re.compile(r"(/(?:me/link|messages/stop|booking/feed)/)[^/\s\"'?]+")


def discreet(words: str) -> str:
    """Return a line without the secrets of its addresses."""
    return _SECRET.sub(r"\1...", words)


class Discreet(logging.Filter):
    """Lets every line through, and takes the secrets out of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the secrets out."""
        said = record.getMessage()
        plain = discreet(said)
        if plain != said:
            record.msg, record.args = plain, ()
        return True
