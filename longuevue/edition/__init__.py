"""A dated, immutable, citable folder: the only door out. `reader` opens one, `writer` makes one, `verify` checks one."""
