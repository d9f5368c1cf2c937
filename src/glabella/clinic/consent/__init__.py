"""Consent as a talk: texts, talks, signatures, confirmations and withdrawals."""
