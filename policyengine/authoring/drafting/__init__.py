"""The first draft of a policy file from a plan's text: everything found, nothing decided.

`clues.py` finds what a sentence says in so many words, `headings.py` tells headings from duties, `draft.py` puts the
two together, `as_yaml.py` writes the file.
"""

from policyengine.authoring.drafting.as_yaml import yaml_of
from policyengine.authoring.drafting.draft import Draft, make_draft

__all__ = ["Draft", "make_draft", "yaml_of"]
