"""Floor 2: the clinic itself, with a database.

Room for the Django apps, one for each stage of the pathway. They turn rows into values
of `core` and back. Empty so far.
"""
