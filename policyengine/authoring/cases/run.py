"""Running cases: what each expected, what was found, and whether both engines found the same."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policyengine.authoring.cases.keys import NO_VERDICT
from policyengine.authoring.cases.model import Case, Expected
from policyengine.authoring.cases.prepare import Prepared
from policyengine.semantics.truth import Truth
from policyengine.verdicts.consequences import TRUTH_WORDS
from policyengine.verdicts.verdict import Verdict
from policyengine.verdicts.verdicts import Verdicts

SHARE = 25
"""One case in so many is run by the fast engine too."""

ENGINES = "engines"


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the verdict that is not as expected."""

    name: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Result:
    """One case and what became of it; `following` has the consequences that it speaks of."""

    prepared: Prepared
    verdict: Verdict | None
    differences: tuple[Difference, ...]
    following: Mapping[str, Truth]

    @property
    def case(self) -> Case:
        """The case."""
        return self.prepared.case

    @property
    def passed(self) -> bool:
        """Whether all is as expected."""
        return not self.differences


def run(prepared: Iterable[Prepared]) -> tuple[Result, ...]:
    """The results of all cases, in their order."""
    return tuple(_result(each, check_columns=n % SHARE == 0) for n, each in enumerate(prepared))


def differences(expected: Expected, verdict: Verdict | None) -> Iterator[Difference]:
    """Where a verdict is not as expected."""
    status = NO_VERDICT if verdict is None else verdict.status.value
    wanted = NO_VERDICT if expected.status is None else expected.status.value
    if status != wanted:
        yield Difference("status", wanted, status)
    for name, said in (
        ("lo", expected.lo),
        ("hi", expected.hi),
        ("gap", expected.gap),
        ("reasons", expected.reasons),
        ("missing", expected.missing),
    ):
        if said is None:
            continue
        found = _part(verdict, name)
        if found != said:
            yield Difference(name, _shown(said), _shown(found))


def following_differences(expected: Expected, following: Mapping[str, Truth]) -> Iterator[Difference]:
    """Where what follows is not as expected."""
    for name, truth in following.items():
        wanted = expected.consequences[name]
        if truth is not wanted:
            yield Difference(name, TRUTH_WORDS[wanted], TRUTH_WORDS[truth])


def _result(prepared: Prepared, *, check_columns: bool) -> Result:
    case = prepared.case
    verdict = prepared.verdict(case.rule)
    found = list(differences(case.expected, verdict))
    following = prepared.following()
    found += list(following_differences(case.expected, following))
    if check_columns:
        other = Verdicts(prepared.occasion, (prepared.as_told(case.rule),)).get(case.rule.id, case.subject)
        if other != verdict:
            found.append(Difference(ENGINES, str(verdict), str(other)))
    return Result(prepared, verdict, tuple(found), following)


def _part(verdict: Verdict | None, name: str) -> str | tuple[str, ...] | None:
    if verdict is None:
        return None
    if name == "gap":
        return None if verdict.gap is None else verdict.gap.amount
    found: str | tuple[str, ...] | None = getattr(verdict, name)
    return found


def _shown(value: str | tuple[str, ...] | None) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else "[" + ", ".join(value) + "]"
