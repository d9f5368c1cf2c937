"""Floor 1: curves, timelines and forest plots, as our own SVG.

Plain values in, text out. Every chart is a frozen value with `svg()` and `table()`:
the picture, and its accessible twin with the same data in rows of plain text.
There is no style, no script and no identifier in the SVG, so that it passes a strict
content security policy and several charts can stand on one page; colour comes from
classes on screen and from presentation attributes in print.
"""
