"""An explanation: why a rule says what it says of a subject, or why it says nothing."""

from dataclasses import dataclass, field

from policyengine.explain.as_html import html_of
from policyengine.explain.as_json import json_of
from policyengine.explain.as_text import text_of
from policyengine.explain.model import Asked, Finding, NoVerdict
from policyengine.facts.mask import Mask
from policyengine.facts.tables import FactBase
from policyengine.reading.text import Lang


@dataclass(frozen=True, slots=True, repr=False)
class Why:
    """What was asked and what was found: all that stands behind a verdict, or why there is none.

    The facts' vocabulary gives the words. What is personal is told where `unmask` asks for it alone.
    """

    asked: Asked
    found: Finding | NoVerdict
    facts: FactBase = field(repr=False, compare=False)

    def __repr__(self) -> str:
        return f"<Why: {self.asked.document.policy}, {self.asked.rule.id}, one {self.asked.rule.subject}>"

    def to_text(self, lang: Lang, *, unmask: bool = False) -> str:
        """The explanation as plain text, for people; it ends with a newline."""
        return text_of(self.asked, self.found, self._mask(unmask=unmask), lang)

    def to_json(self, lang: Lang, *, unmask: bool = False) -> str:
        """The explanation as JSON, for programs: the keys are those of `as_json.py`, the words in one language."""
        return json_of(self.asked, self.found, self._mask(unmask=unmask), lang)

    def to_html(self, lang: Lang, *, unmask: bool = False) -> str:
        """The explanation as a page for people, whole in itself: it loads nothing and runs nothing."""
        return html_of(self.asked, self.found, self._mask(unmask=unmask), lang)

    def _mask(self, *, unmask: bool) -> Mask:
        return Mask(self.facts.vocabulary, self.facts, unmask=unmask)
