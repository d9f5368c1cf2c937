"""A file that only a passphrase opens, written and read block by block.

The key is drawn from the passphrase by scrypt, and each block is sealed with AES-256 in
GCM. The number of a block and whether it is the last one are sealed with it, so that no
block can be changed, moved or cut off unnoticed.
"""

import os
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from glabella.core.errors import InputError

MAGIC = b"glabella sealed backup 1\n"
SALT = 16  # bytes
BLOCK = 1024 * 1024  # bytes of content in a block
TAG = 16  # bytes that GCM adds
LAST, MORE = b"last", b"more"


def _cipher(passphrase: bytes, salt: bytes) -> AESGCM:
    # 2**15 rounds take 100 ms and 32 MiB: a guess must be dear.
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase))


def _nonce(number: int) -> bytes:
    # The key is new for each file, so a number never meets it twice.
    return number.to_bytes(12, "big")


def is_sealed(file: Path) -> bool:
    """Return whether a file begins as a sealed one does."""
    with file.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC


def seal(plain: BinaryIO, target: BinaryIO, passphrase: bytes) -> None:
    """Write everything that `plain` gives, sealed."""
    salt = os.urandom(SALT)
    cipher = _cipher(passphrase, salt)
    target.write(MAGIC + salt)
    number, block = 0, plain.read(BLOCK)
    while True:
        following = plain.read(BLOCK)
        kind = MORE if following else LAST
        target.write(cipher.encrypt(_nonce(number), block, kind))
        if not following:
            return
        number, block = number + 1, following


def unseal(source: BinaryIO, target: BinaryIO, passphrase: bytes) -> None:
    """Write what was sealed.

    Raises:
        InputError: The passphrase is wrong, or the file is not what was written.
    """
    source.read(len(MAGIC))
    cipher = _cipher(passphrase, source.read(SALT))
    number, block = 0, source.read(BLOCK + TAG)
    try:
        while True:
            following = source.read(BLOCK + TAG)
            kind = MORE if following else LAST
            target.write(cipher.decrypt(_nonce(number), block, kind))
            if not following:
                return
            number, block = number + 1, following
    except InvalidTag as error:
        raise InputError(
            "the passphrase is wrong, or the backup is damaged.",
            mending="Try the passphrase of that day, or another backup.",
        ) from error


def read_passphrase(file: Path) -> bytes:
    """Return the first line of a file.

    Raises:
        InputError: It is empty, or cannot be read.
    """
    try:
        line = file.read_bytes().partition(b"\n")[0].strip()
    except OSError as error:
        raise InputError(
            f"the passphrase cannot be read: {error.strerror}.", where=str(file)
        ) from error
    if not line:
        raise InputError("the passphrase is empty.", where=str(file))
    return line
