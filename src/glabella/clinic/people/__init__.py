"""The people treated: names, contacts, relations, alerts, holds and merges."""
