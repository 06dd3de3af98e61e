"""Subjects of a run as they may be shown: persons by their pseudonyms."""

from policyengine.audit.recall import Recall
from policyengine.audit.record import PlanRecord
from policyengine.facts.mask import Mask
from policyengine.vocabulary.personal import about_persons


def mask_of(recall: Recall, plan: PlanRecord, kind: str, *, unmask: bool) -> Mask:
    """What may be said of the subjects of a kind; facts are read only where persons are to be numbered."""
    vocabulary = recall.policy(plan).vocabulary
    persons = about_persons(vocabulary.entities[kind]) and not unmask
    return Mask(vocabulary, recall.facts(plan).facts if persons else None, unmask=unmask)


def shown_subject(recall: Recall, plan: PlanRecord, kind: str, subject: str, *, unmask: bool) -> str:
    """A subject's id as it may be shown."""
    return mask_of(recall, plan, kind, unmask=unmask).id(kind, subject)
