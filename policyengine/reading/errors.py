"""Errors that the user can do something about; all others are faults of the program."""

from collections.abc import Iterable

from policyengine.reading.findings import Finding, in_order
from policyengine.reading.render import render_text
from policyengine.reading.text import NOTHING, Lang, Text


class PolicyEngineError(Exception):
    """An input or a request that cannot be used: what is wrong, and the way out, in both languages."""

    def __init__(self, problem: Text, way_out: Text = NOTHING) -> None:
        super().__init__(problem, way_out)
        self.problem = problem
        self.way_out = way_out

    def render(self, lang: Lang) -> str:
        """What is wrong and, on a line of its own, the way out."""
        return "\n".join(words.within(lang) for words in (self.problem, self.way_out) if words.within(lang))

    def __str__(self) -> str:
        return self.render("en")


class WrongUsageError(PolicyEngineError):
    """A request for something that there is not: a name, a format, an option's value."""


class FindingsError(PolicyEngineError):
    """Inputs with findings; `findings` has all of them, by place."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        super().__init__(Text(render_text(self.findings, "zh"), render_text(self.findings, "en")))

    def __reduce__(self) -> tuple[type["FindingsError"], tuple[tuple[Finding, ...]]]:
        return type(self), (self.findings,)


class PolicyError(FindingsError):
    """A policy, vocabulary or waivers file that cannot be used."""


class UnreadableInputError(PolicyEngineError):
    """A file or folder that is not there, cannot be opened, or is not of the kind that was asked for."""
