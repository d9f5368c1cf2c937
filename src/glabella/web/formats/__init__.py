"""How days are written, one package a language; Django looks here first."""
