"""What a stranger does before the first visit: asks for a time and confirms it."""
