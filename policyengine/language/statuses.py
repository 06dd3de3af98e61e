"""The statuses that a verdict can have (language.md §4), as policies, verdicts and case files name them."""

from enum import StrEnum


class Status(StrEnum):
    """The statuses of language.md §4."""

    NOT_APPLICABLE = "not_applicable"
    COMPLIANT = "compliant"
    WAIVED = "waived"
    PENDING = "pending"
    NONCOMPLIANT = "noncompliant"
    SHORTFALL = "shortfall"
    UNKNOWN = "unknown"


DEFINITE = tuple(status for status in Status if status is not Status.UNKNOWN)
"""What a verdict says where all that matters is known, in the order in which verdicts list them."""
