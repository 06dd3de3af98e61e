"""In which order reports have statuses, and their colours in workbooks."""

from policyengine.language.statuses import Status

ORDER = (
    Status.NONCOMPLIANT,
    Status.SHORTFALL,
    Status.UNKNOWN,
    Status.PENDING,
    Status.WAIVED,
    Status.COMPLIANT,
    Status.NOT_APPLICABLE,
)
"""As offices want them: what is wrong first."""
