"""Random measures of a subject, and requirements on them."""

from hypothesis import strategies as st

from policyengine.authoring.strategies.conditions import conditions
from policyengine.authoring.strategies.domains import NUMERIC, paths_from, relations_of
from policyengine.authoring.strategies.operands import ORDERED, numbers
from policyengine.plan.nodes import (
    HOLDS,
    Average,
    Comparison,
    Count,
    Fold,
    Measure,
    OwnField,
    Path,
    Population,
    Ratio,
    Relation,
    Unmeasured,
)
from policyengine.plan.planned import MeasureRequirement
from policyengine.vocabulary.models import Vocabulary


@st.composite
def measure_requirements(draw: st.DrawFn, vocabulary: Vocabulary, subject: str) -> MeasureRequirement:
    """A measure of the subject with one or two comparisons."""
    measure = draw(measures(vocabulary, subject))
    operand = numbers(_scale(measure), paths_from(vocabulary, subject))
    comparisons = draw(st.lists(st.builds(Comparison, ORDERED, operand), min_size=1, max_size=2))
    return MeasureRequirement(measure, tuple(comparisons))


def _scale(measure: Measure) -> str:
    """The kind of numbers near which the measure's value lies."""
    match measure:
        case Ratio():
            return "share"
        case Average():
            return "mean"
        case _:
            return "integer"


@st.composite
def measures(draw: st.DrawFn, vocabulary: Vocabulary, subject: str) -> Measure:
    """A measure of any kind that the subject's fields and children allow."""
    own = [OwnField(path) for path in _numeric(vocabulary, subject)]
    options: list[st.SearchStrategy[Measure]] = []
    if own:
        options.append(st.sampled_from(own))
    relations = relations_of(vocabulary, subject)
    if relations:
        relation = draw(st.sampled_from(relations))
        options += _over_children(vocabulary, relation)
    if not options or draw(st.integers(0, 19)) == 19:
        return Unmeasured()
    measure: Measure = draw(st.one_of(options))
    return measure


def _over_children(vocabulary: Vocabulary, relation: Relation) -> list[st.SearchStrategy[Measure]]:
    population = populations(vocabulary, relation)
    satisfying = conditions(vocabulary, relation.child, quantifiers=1, nesting=1)
    inner = _inner(vocabulary, relation.child)
    options: list[st.SearchStrategy[Measure]] = [
        st.builds(Count, population),
        st.builds(Ratio, population, satisfying),
        *(st.builds(Average, one, population) for one in inner),
    ]
    values = _numeric(vocabulary, relation.child)
    if values:
        functions = st.sampled_from(("sum", "min", "max"))
        options.append(st.builds(Fold, functions, population, st.sampled_from(values)))
    return options


def _inner(vocabulary: Vocabulary, parent: str) -> list[st.SearchStrategy[Count | Fold | OwnField]]:
    """What can be averaged over rows of the entity."""
    options: list[st.SearchStrategy[Count | Fold | OwnField]] = []
    own = _numeric(vocabulary, parent)
    if own:
        options.append(st.sampled_from(own).map(OwnField))
    for relation in relations_of(vocabulary, parent):
        population = populations(vocabulary, relation)
        options.append(st.builds(Count, population))
        values = _numeric(vocabulary, relation.child)
        if values:
            options.append(st.builds(Fold, st.just("sum"), population, st.sampled_from(values)))
    return options


def populations(vocabulary: Vocabulary, relation: Relation) -> st.SearchStrategy[Population]:
    """All children, or those that satisfy a condition; with or without those that have ended."""
    where = st.just(HOLDS) | conditions(vocabulary, relation.child, quantifiers=1, nesting=1)
    return st.builds(Population, st.just(relation), where, st.booleans())


def _numeric(vocabulary: Vocabulary, entity: str) -> list[Path]:
    return [path for path in paths_from(vocabulary, entity) if path.type in NUMERIC]
