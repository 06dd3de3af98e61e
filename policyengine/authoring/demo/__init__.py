"""A plausible synthetic registry of social organizations: the same seed gives the same rows, at any size.

`make.py` is the entry; one module makes each group of tables, columnwise, and `writing.py` puts them into a folder.
"""

from policyengine.authoring.demo.make import make_demo

__all__ = ["make_demo"]
