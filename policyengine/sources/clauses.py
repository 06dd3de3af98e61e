"""The ledger: each sentence of a plan's text with the parts of the policy that cite it, or why none does."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from policyengine.language.models import Citation, Policy, Rule, Uncodified
from policyengine.language.uncodified import Reason
from policyengine.sources.document import Document, Sentence
from policyengine.sources.locate import Located, locate, sentences_of


class Kind(StrEnum):
    """What a part of a policy makes of the words that it cites."""

    NUMERIC = "numeric"
    CONDITION = "condition"
    EVIDENCE = "evidence"
    INDICATOR = "indicator"
    DEFINITION = "definition"
    CONSEQUENCE = "consequence"


@dataclass(frozen=True, slots=True)
class Citing:
    """A part of a policy that cites words of the text; `title` is empty where the policy gives it none."""

    kind: Kind
    id: str
    title: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Mention:
    """Cited words: `start` and `end` are offsets into the sentence's text; `words` are as the document has them."""

    kind: Kind
    id: str
    title: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence, and what accounts for it: mentions, by place, or a reason."""

    sentence: Sentence
    mentions: tuple[Mention, ...] = ()
    uncodified: Uncodified | None = None

    @property
    def reason(self) -> Reason | None:
        """Why no rule codifies the sentence."""
        return self.uncodified.reason if self.uncodified else None

    @property
    def accounted(self) -> bool:
        """Whether anything accounts for the sentence."""
        return bool(self.mentions or self.uncodified)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All sentences of a document, in order, under one policy."""

    policy: str
    title: str
    document: Document
    clauses: tuple[Clause, ...]

    @property
    def coverage(self) -> Fraction:
        """The share of the non-space characters that stand in sentences accounted for; 1 of an empty document."""
        lengths = [(clause.accounted, len("".join(clause.sentence.text.split()))) for clause in self.clauses]
        total = sum(length for _, length in lengths)
        return Fraction(sum(length for accounted, length in lengths if accounted), total) if total else Fraction(1)

    @property
    def coverage_text(self) -> str:
        """The coverage in percent with one decimal, rounded down, so that only all is `100.0%`."""
        whole, tenths = divmod(int(self.coverage * 1000), 10)
        return f"{whole}.{tenths}%"


def make_ledger(policy: Policy, document: Document) -> Ledger:
    """The ledger of a document; what is quoted but does not stand in it accounts for nothing."""
    cited = _mentions(policy, document)
    uncodified = _uncodified(policy, document, cited)
    clauses = (
        Clause(sentence, tuple(cited.get(sentence.n, ())), uncodified.get(sentence.n))
        for sentence in document.sentences
    )
    return Ledger(policy.name, policy.title, document, tuple(clauses))


def citing_parts(policy: Policy) -> Iterator[Citing]:
    """Every citation of a policy with the part it belongs to; those of other readings belong to their rule."""
    for definition in policy.definitions:
        for citation in definition.cite:
            yield Citing(Kind.DEFINITION, definition.name, definition.judged or "", citation)
    for rule in policy.rules:
        for citation in (*rule.cite, *(cited for reading in rule.readings for cited in reading.cite)):
            yield Citing(_kind(rule), rule.id, rule.title, citation)
    for indicator in policy.indicators:
        for citation in indicator.cite:
            yield Citing(Kind.INDICATOR, indicator.name, indicator.title or "", citation)
    for consequence in policy.consequences:
        for citation in consequence.cite:
            yield Citing(Kind.CONSEQUENCE, consequence.id, consequence.title or consequence.then, citation)


def _kind(rule: Rule) -> Kind:
    if rule.evidence is not None:
        return Kind.EVIDENCE
    return Kind.CONDITION if rule.measure is None else Kind.NUMERIC


def _mentions(policy: Policy, document: Document) -> dict[int, list[Mention]]:
    """The mentions of each sentence, by the number of the sentence."""
    found: dict[int, list[Mention]] = {}
    for part in citing_parts(policy):
        place = locate(document, part.citation.section, part.citation.quote)
        if isinstance(place, Located):
            mention = Mention(part.kind, part.id, part.title, place.text, place.start, place.end)
            found.setdefault(place.sentence.n, []).append(mention)
    for mentions in found.values():
        mentions.sort(key=lambda mention: (mention.start, mention.end))
    return found


def _uncodified(policy: Policy, document: Document, cited: dict[int, list[Mention]]) -> dict[int, Uncodified]:
    """The passage that each sentence belongs to: that which quotes it, else that of its section if nothing cites it."""
    found: dict[int, Uncodified] = {}
    for passage in policy.uncodified:
        if passage.quote is not None:
            place = locate(document, passage.section, passage.quote)
            if isinstance(place, Located):
                found.setdefault(place.sentence.n, passage)
    for passage in policy.uncodified:
        if passage.quote is None:
            for sentence in sentences_of(document, passage.section):
                if sentence.n not in cited:
                    found.setdefault(sentence.n, passage)
    return found
