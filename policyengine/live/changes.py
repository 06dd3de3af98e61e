"""What a change of the facts, or the passing of days, has changed."""

from dataclasses import dataclass

from policyengine.verdicts.consequences import Conclusion
from policyengine.verdicts.productions import Firing
from policyengine.verdicts.verdict import Verdict


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A verdict that is no longer what it was; `None` stands where the rule does not concern the subject.

    `because` names what the rule reads and has changed: fields of rows as `organization:SO1.registration`, a row that
    came or went as `organization:SO1`, or the day as `as_of`. `fired` are the steps that led from what the engine found
    to the statuses that are now possible, as durable-rules took them; there are none where these stay as they were.
    """

    policy: str
    rule: str
    subject_kind: str
    subject: str
    before: Verdict | None
    after: Verdict | None
    because: tuple[str, ...]
    fired: tuple[Firing, ...] = ()

    @property
    def status_changed(self) -> bool:
        """Whether the verdict has another status, and not only other numbers or reasons."""
        statuses = [None if verdict is None else verdict.status for verdict in (self.before, self.after)]
        return statuses[0] != statuses[1]


@dataclass(frozen=True, slots=True)
class ConsequenceChange:
    """A consequence that follows now and did not, or the other way round; `None` is that it does not.

    What it rests on is in the conclusion's `chain`.
    """

    policy: str
    consequence: str
    subject_kind: str
    subject: str
    before: Conclusion | None
    after: Conclusion | None
    because: tuple[str, ...]


Change = VerdictChange | ConsequenceChange


def alike(before: Verdict | None, after: Verdict | None) -> bool:
    """Whether a verdict says what it said before, the day apart."""
    if before is None or after is None:
        return before is after
    return before.model_copy(update={"as_of": after.as_of, "measured_on": after.measured_on}) == after
