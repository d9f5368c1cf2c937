"""One number from many studies, with what is known about their disagreement."""
