"""Secrets that are shown once and kept as their hash."""

import hashlib
import secrets

import attrs


@attrs.frozen
class Token:
    """A secret to be handed over, and the hash that is kept."""

    secret: str
    hash: str


def new_token() -> Token:
    """Return a token of 256 bits, in letters that survive an e-mail."""
    secret = secrets.token_urlsafe(32)
    return Token(secret, hashed(secret))


def hashed(secret: str) -> str:
    """Return the hash of a secret: 64 hexadecimal digits.

    SHA-256 without salt or work: the secret is random and too long to be guessed.
    """
    return hashlib.sha256(secret.encode()).hexdigest()
