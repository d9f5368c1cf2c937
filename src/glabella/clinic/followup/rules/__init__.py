"""The rules of following up, read from `data`: triage, remedies, authorities."""
