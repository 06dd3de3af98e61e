"""Random plans: rules with every kind of requirement and due date."""

from hypothesis import strategies as st

from policyengine.authoring.strategies.conditions import conditions
from policyengine.authoring.strategies.domains import paths_from
from policyengine.authoring.strategies.measures import measure_requirements
from policyengine.authoring.strategies.operands import days, row_id
from policyengine.authoring.strategies.pools import IN_FORCE, ITEMS, PERIOD_FROM, PERIOD_UNTIL, POLICY, RULES
from policyengine.authoring.strategies.vocabularies import ROOT
from policyengine.authoring.strategies.weights import weighed
from policyengine.language.models import Modality
from policyengine.plan.nodes import HOLDS
from policyengine.plan.planned import (
    ConditionRequirement,
    Due,
    EvidenceRequirement,
    FixedDue,
    Plan,
    PlannedRule,
    RelativeDue,
    Requirement,
    Standing,
    YearEnd,
)
from policyengine.vocabulary.models import Vocabulary
from policyengine.vocabulary.work_record import WORK_RECORD


@st.composite
def plans(draw: st.DrawFn, vocabulary: Vocabulary) -> Plan:
    """A plan for the first city, or for all, with one to three rules."""
    kinds = [name for name in vocabulary.entities if name != WORK_RECORD]
    ids = RULES[: draw(st.sampled_from((3, 2, 1)))]
    # The last of the chain has no children of its own to be measured.
    subjects = st.sampled_from((*kinds[:-1], *kinds))
    chosen = [(rule, draw(subjects)) for rule in ids]
    return Plan(
        policy=POLICY,
        policy_sha256="",
        title="",
        jurisdiction=draw(st.sampled_from(((ROOT, row_id(ROOT, 1)), None))),
        paths={name: () if name == ROOT else vocabulary.entities[name].belongs_to[ROOT] for name in kinds},
        period_from=PERIOD_FROM,
        period_until=draw(st.sampled_from((PERIOD_UNTIL, None))),
        rules=tuple(draw(rules(vocabulary, rule, subject)) for rule, subject in chosen),
        readings=(),
        indicators=(),
    )


@st.composite
def rules(draw: st.DrawFn, vocabulary: Vocabulary, rule: str, subject: str) -> PlannedRule:
    """A rule about rows of the subject's kind."""
    return PlannedRule(
        id=rule,
        title="",
        modality=draw(st.sampled_from(Modality)),
        actor=None,
        subject=subject,
        when=draw(weighed((2, st.just(HOLDS)), (1, conditions(vocabulary, subject, quantifiers=1, nesting=1)))),
        requirement=draw(_requirements(vocabulary, rule, subject)),
        due=draw(_dues(vocabulary, subject)),
        citations=(),
        reading=None,
    )


@st.composite
def _requirements(draw: st.DrawFn, vocabulary: Vocabulary, rule: str, subject: str) -> Requirement:
    kind = draw(st.sampled_from(("measure", "measure", "measure", "condition", "condition", "evidence")))
    if kind == "measure":
        return draw(measure_requirements(vocabulary, subject))
    if kind == "condition":
        return ConditionRequirement(draw(conditions(vocabulary, subject)))
    items = st.just(("",)) | st.lists(st.sampled_from(ITEMS), min_size=1, unique=True).map(tuple)
    return EvidenceRequirement(POLICY, rule, subject, draw(items))


def _dues(vocabulary: Vocabulary, subject: str) -> st.SearchStrategy[Due]:
    relative = days(paths_from(vocabulary, subject), measuring=False).map(RelativeDue)
    return st.one_of(st.sampled_from(IN_FORCE).map(FixedDue), st.just(YearEnd()), st.just(Standing()), relative)
