"""Small studies that find more than large ones, and what may lie behind it."""
