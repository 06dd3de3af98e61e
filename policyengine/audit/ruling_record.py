"""What an office decided about a recorded verdict, as the ledger holds it.

A ruling (复核决定) is an entry of its own: it changes no verdict and no run. It is not a determination (认定): that is
a fact, which rules read.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from policyengine.audit.record import Recorded

Number = Annotated[int, Field(ge=1, lt=2**53)]
Words = Annotated[str, Field(min_length=1, max_length=4000)]
RecordedAt = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]

Decision = Literal["not_applicable", "compliant", "waived", "pending", "noncompliant", "shortfall"]
"""What an office may decide: every status but `unknown`."""


class Decided(Recorded):
    """Who decided, on what ground, on which day; when it was recorded, and by whom."""

    format: Literal[1] = 1
    recorded_at: RecordedAt
    recorded_by: str | None
    office: Words
    basis: Words
    on: date


class RulingRecord(Decided):
    """An office sets a verdict of a run aside, or decides one that is `unknown`.

    `run` is the number of the run's record; `status` is what it decides, `None` where it sets the verdict aside. A
    person goes by the pseudonym of the run's outputs: what stays in the ledger for good names nobody.
    """

    kind: Literal["ruling"] = "ruling"
    run: Number
    policy: Words
    rule: Words
    subject_kind: Words
    subject: Words
    status: Decision | None


class WithdrawalRecord(Decided):
    """An office withdraws the ruling of the record `ruling`."""

    kind: Literal["withdrawal"] = "withdrawal"
    ruling: Number
