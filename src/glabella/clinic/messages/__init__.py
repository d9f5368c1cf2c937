"""E-mail and short messages: templates, one hand-over each, and what came of it."""
