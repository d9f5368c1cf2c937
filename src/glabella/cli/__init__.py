"""Floor 2: the door without a database.

`glabella` finds its verbs by name in one table and loads a verb only when it is
called, so that `--help` starts fast. This is the only place that prints, and one of the
two that may read the clock.
"""
