"""Changing one value of a policy file and nothing else in it: not a comment, a quote or a line's end.

`addresses.py` says what can be changed and how it is called, `spelling.py` how a value is written, `edit.py` makes the
change and proves that it is the only one, `replace.py` puts it into the file.
"""

from policyengine.authoring.editing.edit import Edit, EditError, edit_value
from policyengine.authoring.editing.replace import ChangedMeanwhileError, write_edit

__all__ = ["ChangedMeanwhileError", "Edit", "EditError", "edit_value", "write_edit"]
