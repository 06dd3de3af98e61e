"""One canonical form for policy files, close to how people write them.

`written.py` reads a file with all that its author put into it, `comments.py` finds the part that each comment stands
with, `order.py` knows the order of keys, `layout.py` writes everything out again, and `canonical.py` proves that
nothing is lost.
"""

from policyengine.authoring.formatting.canonical import FormatError, canonical

__all__ = ["FormatError", "canonical"]
