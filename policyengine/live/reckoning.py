"""From changed outcomes to changed verdicts and consequences."""

from collections.abc import Iterator

import polars as pl

from policyengine.engine.outcome import Outcome
from policyengine.language.statuses import Status
from policyengine.live.changes import Change, ConsequenceChange, VerdictChange, alike
from policyengine.live.errors import LiveError
from policyengine.live.facts import LiveFacts
from policyengine.live.judging import Judged, Judging, Truths
from policyengine.live.rulebook import Asking, Entry, Rulebook
from policyengine.live.state import Changed, LiveState
from policyengine.plan.consequences import Literal, VerdictIs
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Text
from policyengine.semantics.truth import Truth
from policyengine.verdicts.assemble import Case, verdict_of
from policyengine.verdicts.chaining import Chaining
from policyengine.verdicts.consequence_columns import ground_blocks
from policyengine.verdicts.consequences import Conclusion, Grounds, conclusions_of, verdict_truth
from policyengine.verdicts.judge import possible_statuses
from policyengine.verdicts.verdict import Verdict
from policyengine.verdicts.verdicts import Verdicts

AS_OF = "as_of"

REMEMBERED = 4096
"""So many combinations of truths are remembered with the consequences that follow from them."""


class Reckoning:
    """What outcomes mean under the plans of a session, and what is known to follow; `cases` are of the current day."""

    def __init__(self, rulebook: Rulebook, cases: tuple[Case, ...]) -> None:
        self.cases = cases
        self._rulebook = rulebook
        self._numbers = {
            (cases[entry.plan].plan.policy, entry.rule.id): entry.number
            for entry in rulebook.entries
            if entry.condition is None
        }
        self._judging = Judging()
        self._chaining = [Chaining(asking.consequences) for asking in rulebook.asking]
        self._chained: list[dict[tuple[Truth, ...], Grounds]] = [{} for _ in rulebook.asking]
        self._grounds: list[dict[str, Grounds]] = [{} for _ in rulebook.asking]

    def begin(self, facts: LiveFacts) -> None:
        """Find what follows for everyone at the start."""
        self._grounds = [self._evaluated(asking, self.cases[asking.plan], facts) for asking in self._rulebook.asking]

    def close(self) -> None:
        """Give back what durable-rules holds."""
        self._judging.close()
        for chaining in self._chaining:
            chaining.close()

    def number(self, policy: str, rule: str) -> int:
        """The number of a rule. Raises `LiveError` for one that there is not."""
        found = self._numbers.get((policy, rule))
        if found is None:
            hint = suggestion(rule, (name for of, name in self._numbers if of == policy))
            raise LiveError(Text(f"没有规则 {policy}/{rule}", f"there is no rule {policy}/{rule}"), hint)
        return found

    def entry(self, number: int) -> Entry:
        """The rule of a number."""
        return self._rulebook.entries[number]

    def verdict(
        self, number: int, subject: str, outcome: Outcome, possible: frozenset[Status] | None = None
    ) -> Verdict:
        """The verdict that an outcome means."""
        entry = self._rulebook.entries[number]
        return verdict_of(self.cases[entry.plan], entry.rule, subject, outcome, possible)

    def conclusions(self, policy: str, kind: str, subject: str) -> tuple[Conclusion, ...]:
        """What follows for a subject."""
        found: list[Conclusion] = []
        for n, asking in enumerate(self._rulebook.asking):
            case = self.cases[asking.plan]
            if (case.plan.policy, asking.kind) == (policy, kind) and subject in self._grounds[n]:
                found += conclusions_of(case, asking.consequences, subject, self._grounds[n][subject])
        return tuple(found)

    # --- changes ------------------------------------------------------------------------------------------------------

    def changes(self, changed: Changed, because: tuple[str, ...], state: LiveState) -> tuple[Change, ...]:
        """The verdicts that changed, then the consequences."""
        verdicts = self._verdicts(changed, because)
        rested = self._rested(changed, state)
        consequences = [
            change
            for (n, subject), after in rested.items()
            for change in self._differing(
                n, subject, (self._grounds[n].get(subject, {}), after), because, self._case_of(n)
            )
        ]
        for (n, subject), after in rested.items():
            _keep(self._grounds[n], subject, after)
        return (*verdicts, *consequences)

    def _verdicts(self, changed: Changed, because: tuple[str, ...]) -> tuple[VerdictChange, ...]:
        """The verdicts that say something else; what has changed alike for several subjects is reckoned once."""
        found: list[VerdictChange] = []
        reckoned: dict[tuple[int, int, int, str | None], VerdictChange | None] = {}
        for (number, subject), (before, after) in changed.items():
            if self._rulebook.entries[number].condition is not None:
                continue
            key = (number, id(before), id(after), subject if self._waived(number, subject) else None)
            if key not in reckoned:
                first = self._verdict_change(number, subject, (before, after), because)
                reckoned[key] = None if alike(first.before, first.after) else first
            change = reckoned[key]
            if change is not None:
                found.append(change if change.subject == subject else _of_subject(change, subject))
        return tuple(found)

    def _waived(self, number: int, subject: str) -> bool:
        entry = self._rulebook.entries[number]
        return (entry.rule.id, subject) in self.cases[entry.plan].waived

    def _verdict_change(
        self,
        number: int,
        subject: str,
        outcomes: tuple[Outcome | None, Outcome | None],
        because: tuple[str, ...],
    ) -> VerdictChange:
        entry = self._rulebook.entries[number]
        before, after = outcomes
        judged: Judged | None = None
        if after is not None and (before is None or _truths(before) != _truths(after)):
            judged = self._judging.judged(_truths(after), entry.rule.modality, waived=self._waived(number, subject))
        return VerdictChange(
            policy=self.cases[entry.plan].plan.policy,
            rule=entry.rule.id,
            subject_kind=entry.rule.subject,
            subject=subject,
            before=None if before is None else self.verdict(number, subject, before),
            after=None if after is None else self.verdict(number, subject, after, judged.possible if judged else None),
            because=because,
            fired=judged.fired if judged else (),
        )

    # --- consequences -------------------------------------------------------------------------------------------------

    def _rested(self, changed: Changed, state: LiveState) -> dict[tuple[int, str], Grounds]:
        """On what the consequences of each subject rest that something has changed for which they look at."""
        return {
            (n, subject): self._grounds_of(n, asking, subject, changed, state)
            for n, asking in enumerate(self._rulebook.asking)
            for subject in dict.fromkeys(subject for number, subject in changed if number in asking.looked_at)
        }

    def _grounds_of(self, n: int, asking: Asking, subject: str, changed: Changed, state: LiveState) -> Grounds:
        """On what its consequences rest; nothing, where there is no subject any more."""
        truths: dict[Literal, Truth] = {}
        for literal, number in asking.literals:
            key = (number, subject)
            outcome = changed[key][1] if key in changed else state.outcome(*key)
            if outcome is None:
                return {}
            if isinstance(literal, VerdictIs):
                truths[literal] = verdict_truth(literal, self._possible(number, subject, outcome))
            else:
                truths[literal] = outcome.satisfied
        return self._chained_from(n, truths)

    def _chained_from(self, n: int, truths: dict[Literal, Truth]) -> Grounds:
        """By durable-rules; what follows from the same truths is the same, and is remembered."""
        known, key = self._chained[n], tuple(truths.values())
        if key not in known:
            if len(known) == REMEMBERED:
                known.clear()
            known[key] = self._chaining[n].grounds(self._rulebook.asking[n].kind, truths)
        return known[key]

    def _plan_of(self, n: int) -> int:
        return self._rulebook.asking[n].plan

    def _case_of(self, n: int) -> Case:
        return self.cases[self._plan_of(n)]

    def _possible(self, number: int, subject: str, outcome: Outcome) -> frozenset[Status]:
        return possible_statuses(
            outcome.applicable,
            outcome.satisfied,
            outcome.overdue,
            waived=self._waived(number, subject),
            modality=self._rulebook.entries[number].rule.modality,
        )

    def on(self, cases: tuple[Case, ...], facts: LiveFacts) -> tuple[ConsequenceChange, ...]:
        """Find anew what follows for everyone on another day, from then on the current one; what has changed since."""
        evaluated = [self._evaluated(asking, cases[asking.plan], facts) for asking in self._rulebook.asking]
        found = [
            change
            for n, (before, after) in enumerate(zip(self._grounds, evaluated, strict=True))
            for subject in dict.fromkeys((*before, *after))
            for change in self._differing(
                n, subject, (before.get(subject, {}), after.get(subject, {})), (AS_OF,), cases[self._plan_of(n)]
            )
        ]
        self.cases, self._grounds = cases, evaluated
        return tuple(found)

    def _differing(
        self, n: int, subject: str, grounds: tuple[Grounds, Grounds], because: tuple[str, ...], after: Case
    ) -> Iterator[ConsequenceChange]:
        """The consequences that rest on something else than before; `after` is the case that they now follow in."""
        asking = self._rulebook.asking[n]
        was = _by_name(self.cases[asking.plan], asking, subject, grounds[0])
        now = _by_name(after, asking, subject, grounds[1])
        for each in asking.consequences:
            if grounds[0].get(each.id, 0) != grounds[1].get(each.id, 0):
                found = (was.get(each.id), now.get(each.id))
                yield ConsequenceChange(after.plan.policy, each.id, asking.kind, subject, *found, because)

    def _evaluated(self, asking: Asking, case: Case, facts: LiveFacts) -> dict[str, Grounds]:
        """The grounds of all subjects for whom something follows or possibly does, over whole tables."""
        named = {number for literal, number in asking.literals if isinstance(literal, VerdictIs)}
        rules = tuple(entry.rule for entry in self._rulebook.entries if entry.number in named)
        current = Case(case.plan, facts.current(), case.as_of, case.waived)
        [block] = ground_blocks(current, asking.consequences, Verdicts(current, rules).blocks)
        names = [each.id for each in block.consequences]
        following = block.grounds.filter(pl.any_horizontal(pl.exclude("subject") != 0))
        kinds: dict[tuple[int, ...], Grounds] = {}
        found: dict[str, Grounds] = {}
        for subject, *grounds in following.iter_rows():
            kind = tuple(grounds)
            if kind not in kinds:
                kinds[kind] = dict(zip(names, kind, strict=True))
            found[subject] = kinds[kind]
        return found


def _keep(grounds: dict[str, Grounds], subject: str, found: Grounds) -> None:
    """Note the grounds of a subject if something follows from them."""
    if any(found.values()):
        grounds[subject] = found
    else:
        grounds.pop(subject, None)


def _by_name(case: Case, asking: Asking, subject: str, grounds: Grounds) -> dict[str, Conclusion]:
    if not grounds:
        return {}
    return {each.consequence: each for each in conclusions_of(case, asking.consequences, subject, grounds)}


def _of_subject(change: VerdictChange, subject: str) -> VerdictChange:
    """The same change for another subject."""
    before, after = (each and each.model_copy(update={"subject": subject}) for each in (change.before, change.after))
    policy, rule, kind = change.policy, change.rule, change.subject_kind
    return VerdictChange(policy, rule, kind, subject, before, after, change.because, change.fired)


def _truths(outcome: Outcome) -> Truths:
    return outcome.applicable, outcome.satisfied, outcome.overdue
