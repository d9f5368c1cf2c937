"""Who may sign in, in which role, at which outlet; and who broke the glass."""
