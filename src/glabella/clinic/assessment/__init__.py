"""Facts, examination and verdicts of one person: which protocol speaks, and why."""
