"""Random conditions on a row of an entity, with quantifiers inside quantifiers."""

from hypothesis import strategies as st

from policyengine.authoring.strategies.domains import paths_from, relations_of
from policyengine.authoring.strategies.operands import comparisons, numbers, vocables
from policyengine.plan.nodes import (
    All,
    Among,
    Any,
    Case,
    Compare,
    Comparison,
    Condition,
    Counted,
    Judged,
    Named,
    Negation,
    Outcomes,
    Path,
    Presence,
    Quantified,
    Relation,
    ThisYear,
)
from policyengine.semantics.interval import Comparator
from policyengine.vocabulary.models import FieldType, Vocabulary

CONNECTIVES = ("all", "any", "not", "named", "table")
OUTCOMES = ("first", "second", "otherwise")


def judgement(entity: str) -> str:
    """The facts column that holds an office's determination of the entity's rows."""
    return f"judged_{entity}"


@st.composite
def conditions(
    draw: st.DrawFn, vocabulary: Vocabulary, entity: str, quantifiers: int = 2, nesting: int = 2
) -> Condition:
    """A condition with at most so many quantifiers inside each other, and connectives likewise."""
    relations = relations_of(vocabulary, entity) if quantifiers else []
    over_children = ("quantified", "counted") if relations else ()
    kind = draw(st.sampled_from(("leaf", "leaf", "leaf", *over_children, *(CONNECTIVES if nesting else ()))))
    inner = conditions(vocabulary, entity, quantifiers, nesting - 1)
    match kind:
        case "all":
            return All(tuple(draw(st.lists(inner, max_size=3))))
        case "any":
            return Any(tuple(draw(st.lists(inner, max_size=3))))
        case "not":
            return Negation(draw(inner))
        case "named":
            return Named("named", draw(inner))
        case "table":
            return draw(_tables(inner))
        case "quantified":
            relation = draw(st.sampled_from(relations))
            condition = draw(conditions(vocabulary, relation.child, quantifiers - 1, nesting - 1 if nesting else 0))
            return Quantified(draw(st.sampled_from(("some", "every", "none"))), relation, condition)
        case "counted":
            return draw(_counted(vocabulary, draw(st.sampled_from(relations)), quantifiers, nesting))
        case _:
            return draw(_leaves(vocabulary, entity))


@st.composite
def _tables(draw: st.DrawFn, inner: st.SearchStrategy[Condition]) -> Outcomes:
    cases = draw(st.lists(st.builds(Case, inner, st.sampled_from(OUTCOMES)), min_size=1, max_size=2))
    values = draw(st.frozensets(st.sampled_from(OUTCOMES), min_size=1, max_size=2))
    return Outcomes("table", tuple(cases), draw(st.sampled_from((None, "otherwise"))), values)


@st.composite
def _counted(draw: st.DrawFn, vocabulary: Vocabulary, relation: Relation, quantifiers: int, nesting: int) -> Counted:
    where = draw(conditions(vocabulary, relation.child, quantifiers - 1, nesting - 1 if nesting else 0))
    number = numbers("integer", paths_from(vocabulary, relation.parent))
    held = draw(st.lists(st.builds(Comparison, st.sampled_from(Comparator), number), min_size=1, max_size=2))
    return Counted(relation, where, tuple(held))


@st.composite
def _leaves(draw: st.DrawFn, vocabulary: Vocabulary, entity: str) -> Condition:
    if draw(st.integers(0, 9)) == 9:
        return Judged(entity, judgement(entity), "")
    paths = paths_from(vocabulary, entity)
    path = draw(st.sampled_from(paths))
    further: list[st.SearchStrategy[Condition]] = []
    if path.type is FieldType.DATE:
        further.append(st.just(ThisYear(path)))
    elif path.choices is not None or path.type is FieldType.TEXT:
        further.append(_among(path))
    if path.optional:
        further.append(st.builds(Presence, st.just(path), st.booleans()))
    compare = comparisons(path, paths).map(lambda comparison: Compare(path, comparison))
    leaf: Condition = draw(st.one_of(compare, *further))
    return leaf


def _among(path: Path) -> st.SearchStrategy[Condition]:
    return st.frozensets(st.sampled_from(vocables(path)), min_size=1).map(lambda values: Among(path, values))
