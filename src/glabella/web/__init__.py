"""Floor 3: the Django project.

Room for settings, addresses, base templates, style and translations; no logic of its
own. Empty so far.
"""
