"""Input from people, by what it is about."""
