"""What a file of another system says: its letters, sheets, days, numbers and columns.

Nothing here knows a database or guesses in silence: what cannot be read for sure is a
`Flaw`, which names what stands there.
"""
