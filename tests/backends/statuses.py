"""The statuses of an evaluation in a form that can be compared."""

from policyengine.verdicts.judge import statuses_of
from policyengine.verdicts.verdicts import Verdicts


def statuses(verdicts: Verdicts) -> dict[str, dict[str, tuple[str, ...]]]:
    """The possible statuses of each subject, by rule."""
    return {
        rule.id: {
            subject: tuple(status.value for status in statuses_of(mask))
            for subject, mask in block.masks.select("subject", f"{n}").rows()
        }
        for block in verdicts.blocks
        for n, rule in enumerate(block.rules)
    }
