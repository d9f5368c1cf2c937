"""A sealed file opens with its passphrase alone, and only as it was written."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glabella.core.errors import InputError
from glabella.web.operations import sealed_stream
from glabella.web.operations.sealed_stream import (
    BLOCK,
    MAGIC,
    SALT,
    TAG,
    is_sealed,
    read_passphrase,
    seal,
    unseal,
)

PHRASE = b"a phrase that nobody guesses"


def sealed(content: bytes) -> bytes:
    target = io.BytesIO()
    seal(io.BytesIO(content), target, PHRASE)
    return target.getvalue()


def unsealed(content: bytes, phrase: bytes = PHRASE) -> bytes:
    target = io.BytesIO()
    unseal(io.BytesIO(content), target, phrase)
    return target.getvalue()


def is_refused(content: bytes, phrase: bytes = PHRASE) -> bool:
    try:
        unsealed(content, phrase)
    except InputError:
        return True
    return False


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])
def test_what_was_sealed_is_unsealed(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)

    assert unsealed(sealed(content[:size])) == content[:size]


def test_wrong_passphrase_opens_nothing() -> None:
    assert is_refused(sealed(b"content"), b"another phrase")


@settings(max_examples=20)  # scrypt is slow on purpose
@given(place=st.integers(min_value=len(MAGIC)), bit=st.integers(0, 7))
def test_no_bit_can_be_changed(place: int, bit: int) -> None:
    content = bytearray(SEALED)
    content[len(MAGIC) + place % (len(content) - len(MAGIC))] ^= 1 << bit

    assert is_refused(bytes(content))


SEALED = sealed(b"a short content")


def test_no_block_can_be_cut_off_moved_or_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sealed_stream, "BLOCK", 4)
    start = len(MAGIC) + SALT
    whole = sealed(b"aaaabbbbcccc")
    head, body = whole[:start], whole[start:]
    first, second, third = (body[at : at + 4 + TAG] for at in range(0, 60, 4 + TAG))

    tampered = [
        head + first + second,
        head + second + first + third,
        head + first + second + second + third,
        head + first + third,
        head + third,
        head,
    ]
    assert unsealed(whole) == b"aaaabbbbcccc"
    assert [is_refused(one) for one in tampered] == [True] * 6


def test_sealed_file_is_told_from_others(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(sealed(b""))
    was_sealed = is_sealed(file)
    file.write_bytes(b"something else")

    assert (was_sealed, is_sealed(file)) == (True, False)


def test_passphrase_is_the_first_line(tmp_path: Path) -> None:
    file = tmp_path / "phrase"
    file.write_bytes(b" a phrase \nnot this\n")

    assert read_passphrase(file) == b"a phrase"


def test_no_passphrase_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    said = []
    for file in (empty, tmp_path / "nothing"):
        with pytest.raises(InputError) as caught:
            read_passphrase(file)
        said.append(caught.value.what)

    assert said == [
        "the passphrase is empty.",
        "the passphrase cannot be read: No such file or directory.",
    ]
