"""Doors without logic: the command line, `cli`."""
