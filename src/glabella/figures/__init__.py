"""Floor 1: the body as data.

Our own drawn figures: outlines, features, muscles, landmarks, risk zones and points.
Each figure is one TOML file in `data/`, drawn from anatomical proportion, in tenths of
a millimetre of a standard head; x = 0 is the midline and y grows downwards.
`values` says what a figure is, `pen` turns written points into curves, `reader` and
`library` load the files, `geometry` measures, `placing` sets points, `drawing` makes
the SVG and `rows` the same as a table.
"""
