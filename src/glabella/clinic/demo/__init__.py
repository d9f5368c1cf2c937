"""A plainly synthetic practice, written through the same deeds as the screens."""
