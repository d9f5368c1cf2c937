"""Glabella: from a patient's facts to a cited decision, an injection plan and a course.

One package in four floors of rooms; each room sees only the floors below it, and a
machine checks that (`[tool.importlinter]` in pyproject.toml):

    web
    clinic | cli
    charts | evidence | figures | interop | protocols | registry
    core
"""

__version__ = "0.1.0.dev0"
