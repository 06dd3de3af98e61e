"""The command line: one file a command, and what commands share.

`main.py` runs a command and turns its ending into an exit code; `options.py` holds the options that several commands
have, `lang.py` chooses the language, `output.py` knows terminals from pipes.
"""
