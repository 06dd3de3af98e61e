"""A verdict: what a rule says of a subject, with all that is needed to ask why."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from policyengine.language.models import Citation, Modality
from policyengine.language.statuses import Status


class Gap(BaseModel):
    """What is lacking: the least change that satisfies the requirement, or else the conditions that failed.

    `amount` is an exact number as text, in the verdict's unit: rows for a count, a ratio or an average of counts, the
    field's own unit for sums.
    """

    model_config = ConfigDict(frozen=True)

    amount: str | None = None
    conditions: tuple[str, ...] = ()


class Verdict(BaseModel):
    """One verdict, with the fields of language.md §4; numbers are exact text (`1/20`, `13`, `inf`)."""

    model_config = ConfigDict(frozen=True)

    policy: str
    policy_sha256: str
    rule: str
    modality: Modality
    actor: str | None
    subject_kind: str
    subject: str
    status: Status
    possible: tuple[Status, ...]
    reasons: tuple[str, ...]
    lo: str | None
    hi: str | None
    comparator: str | None
    target: str | None
    unit: str | None
    gap: Gap | None
    missing: tuple[str, ...]
    measured_on: date | None
    due: date | None
    as_of: date
    waiver: str | None
    reading: str | None
    citations: tuple[Citation, ...]
