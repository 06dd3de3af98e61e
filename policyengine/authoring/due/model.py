"""One thing that is coming up."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policyengine.language.models import Citation
from policyengine.reading.text import NOTHING, Text


class Kind(StrEnum):
    """A duty that is not yet met and falls due, or the last day of something's validity."""

    DUTY = "duty"
    EXPIRY = "expiry"


@dataclass(frozen=True, slots=True)
class Coming:
    """A day that comes up for a subject; `days_left` is 0 on the day itself.

    Of a duty, `policy` and `rule` name it, `what` is its title, and `lacking` says what is lacking. Of an expiry,
    `field` is the field that holds the day, and `what` is its label. `subject_label` is what subjects of that kind are
    called, `name` the subject's own name; of a person's row it is that of what the row belongs to.
    """

    kind: Kind
    day: date
    days_left: int
    subject_kind: str
    subject_label: Text
    subject: str
    name: str | None
    what: Text
    lacking: Text = NOTHING
    policy: str | None = None
    rule: str | None = None
    field: str | None = None
    actor: str | None = None
    citations: tuple[Citation, ...] = ()
