"""What the verbs of an installed practice do: set up, serve, back up, prove."""
