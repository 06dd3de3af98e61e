"""An explanation: why a rule says what it says of a subject, or why it says nothing."""

from dataclasses import dataclass

from policyengine.explain.as_json import json_of
from policyengine.explain.as_text import text_of
from policyengine.explain.model import Asked, Finding, NoVerdict
from policyengine.reading.text import Lang
from policyengine.vocabulary.models import Vocabulary


@dataclass(frozen=True, slots=True)
class Why:
    """What was asked and what was found: all that stands behind a verdict, or why there is none.

    The vocabulary gives the words.
    """

    vocabulary: Vocabulary
    asked: Asked
    found: Finding | NoVerdict

    def to_text(self, lang: Lang) -> str:
        """The explanation as plain text, for people; it ends with a newline."""
        return text_of(self.asked, self.found, self.vocabulary, lang)

    def to_json(self, lang: Lang) -> str:
        """The explanation as JSON, for programs: the keys are those of `as_json.py`, the words in one language."""
        return json_of(self.asked, self.found, self.vocabulary, lang)
