"""Several mistakes in one input, told together so that they can be mended together."""

from collections.abc import Sequence

from glabella.core.errors import InputError


class SeveralMistakesError(InputError):
    """More than one thing in the input cannot be used; `errors` holds each."""

    def __init__(self, errors: Sequence[InputError]) -> None:
        """Carry all mistakes; the message lists them line by line."""
        self.errors = tuple(errors)
        lines = "".join(f"\n  - {error}" for error in self.errors)
        super().__init__(f"{len(self.errors)} mistakes:{lines}")


def raise_any(errors: Sequence[InputError]) -> None:
    """Raise the one mistake, or all of them together; do nothing if there is none."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise SeveralMistakesError(errors)


def placed(error: InputError, place: str) -> InputError:
    """Return the error with a wider place in front of its own."""
    where = f"{place}, {error.where}" if error.where else place
    return InputError(error.what, where=where, mending=error.mending)
