"""Exit codes."""

FINE = 0
FINDINGS = 1
"""Findings that are errors, or verdicts that `--fail-on` asks to fail on."""
USAGE = 2
REFUSED = 3
"""An input that cannot be read or is refused, or an output that cannot be written."""
FAULT = 70
"""A fault of the program itself."""
INTERRUPTED = 130
TERMINATED = 143
