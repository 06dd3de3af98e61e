"""Guards and rules as text of a peer's language: the peers differ in their words, given as a `Dialect`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.peers.guards import Compare, Constant, Every, Field, Flag, Guard, Named, Not, Null, Some, Truth, Within
from benchmarks.peers.rules import COMPLIANT, NOT_APPLICABLE, PENDING, UNKNOWN, Members, Rule


def double_quoted(word: str) -> str:
    """As most languages write text."""
    return f'"{word}"'


@dataclass(frozen=True)
class Dialect:
    """The words of a language; `{…}` stand for parts that are phrased already."""

    field: str = "{}"
    word: Callable[[str], str] = double_quoted
    both: str = " && "
    either: str = " || "
    negation: str = "!({})"
    within: str = "({field} in [{words}])"
    null: str = "({field} == null)"
    present: str = "({field} != null)"
    true: str = "({field} == true)"
    false: str = "({field} == false)"
    choice: str = "({test} ? {then} : {other})"


@dataclass(frozen=True)
class Phrasing:
    """A dialect with the definitions that a text may name: each is put in place of its name, or, where they are
    evaluated before, named as the fields `<name>__yes` and `<name>__no`."""

    dialect: Dialect
    definitions: Mapping[str, Truth]
    evaluated: bool = False

    def guard(self, guard: Guard) -> str:
        """The guard as text, in parentheses unless it is one word."""
        say = self.dialect
        match guard:
            case Every(parts=parts):
                return f"({say.both.join(map(self.guard, parts))})"
            case Some(parts=parts):
                return f"({say.either.join(map(self.guard, parts))})"
            case Not(part=part):
                return say.negation.format(self.guard(part))
            case Named(name=name, yes=yes) if self.evaluated:
                return self.dialect.field.format(f"{name}__{'yes' if yes else 'no'}")
            case Named(name=name, yes=yes):
                return self.guard(self.definitions[name].yes if yes else self.definitions[name].no)
            case Null(field=name, null=null):
                return (say.null if null else say.present).format(field=say.field.format(name))
            case Flag(field=name, value=value):
                return (say.true if value else say.false).format(field=say.field.format(name))
            case Within(field=name, words=words):
                return say.within.format(field=say.field.format(name), words=", ".join(map(say.word, words)))
            case Compare(left=left, operator=operator, right=right):
                return f"({self.term(left)} {operator} {self.term(right)})"

    def term(self, term: Field | Constant) -> str:
        """A side of a comparison."""
        if isinstance(term, Constant):
            return self.dialect.word(term.value) if isinstance(term.value, str) else str(term.value)
        field = self.dialect.field.format(term.name)
        return f"{field} {'+' if term.days > 0 else '-'} {abs(term.days)}" if term.days else field

    def choice(self, test: str, then: str | int, other: str | int) -> str:
        """One or the other."""
        return self.dialect.choice.format(test=test, then=then, other=other)

    def status(self, rule: Rule) -> str:
        """The number of the rule's status."""
        fails: str | int = rule.fails
        if rule.overdue is not None:
            fails = self.choice(self.guard(rule.overdue.yes), rule.fails, PENDING)
        required = self.choice(self.guard(rule.holds.no), fails, UNKNOWN)
        met = self.choice(self.guard(rule.holds.yes), COMPLIANT, required)
        applying = self.choice(self.guard(rule.applies.yes), met, UNKNOWN)
        return self.choice(self.guard(rule.applies.no), NOT_APPLICABLE, applying)

    def status_of_members(self, rule: Members, counted: Mapping[str, str], loose: Mapping[str, str]) -> str:
        """The number of the status of a rule over communities, from texts for its numbers and for those of all
        organizations of unknown community; `kind` is a field."""
        if rule.share:
            return self._share(rule, counted, loose)
        low, high, (bound, _) = counted["in"], f"({counted['may']} + {loose['may']})", rule.bound
        yes, no = (f"{low} >= {bound}", f"{high} < {bound}")
        if rule.comparison == "at_most":
            yes, no = (f"{high} <= {bound}", f"{low} > {bound}")
        status = self.choice(f"({yes})", COMPLIANT, self.choice(f"({no})", rule.fails, UNKNOWN))
        if rule.only is None:
            return status
        other_kind = self.choice(self.guard(Null("kind", True)), UNKNOWN, NOT_APPLICABLE)
        return self.choice(self.guard(Compare(Field("kind"), "==", Constant(rule.only))), status, other_kind)

    def _share(self, rule: Members, own: Mapping[str, str], loose: Mapping[str, str]) -> str:
        """Both ends of the share, compared by cross-multiplication; an empty population is not judged."""
        top, bottom = rule.bound
        low_of = f"({own['in']} + {own['doubtful']} + {loose['cannot']})"
        can = f"({own['can']} + {loose['can']})"
        high_of = f"({own['in']} + {own['hopeful']} + {loose['can']})"
        reaches = f"{own['yes']} * {bottom} >= {top} * {low_of}"
        misses = f"{can} * {bottom} < {top} * {high_of}"
        yes, no = (misses, reaches) if rule.comparison == "below" else (reaches, misses)
        judged = self.choice(f"({yes})", COMPLIANT, self.choice(f"({no})", rule.fails, UNKNOWN))
        inhabited = self.choice(f"({own['in']} > 0)", judged, UNKNOWN)
        return self.choice(f"(({own['may']} + {loose['may']}) == 0)", NOT_APPLICABLE, inhabited)
