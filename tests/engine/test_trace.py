from datetime import date
from fractions import Fraction

from policyengine.engine.walker.rows import Lack
from policyengine.engine.walker.trace import trace
from policyengine.engine.walker.traced import Held, Seen, Trace, Traced, TracedEvidence, TracedMeasure
from policyengine.engine.walker.values import Quantity
from policyengine.plan.nodes import (
    All,
    Average,
    Case,
    Condition,
    Count,
    Counted,
    FieldValue,
    Fold,
    Judged,
    Measure,
    Named,
    Negation,
    Outcomes,
    OwnField,
    Quantified,
    Ratio,
)
from policyengine.plan.planned import EvidenceRequirement, PlannedRule, RelativeDue
from policyengine.semantics.interval import Comparator, point
from policyengine.semantics.measure import Bound, Measured
from policyengine.semantics.truth import Truth
from tests.engine.village import (
    AS_OF,
    CITY_CLUBS,
    CLUBS,
    STREETS,
    Village,
    at_least,
    compare,
    find,
    is_,
    path,
    plan,
    population,
    require,
    rule,
)

YES, NO, PERHAPS = Truth.YES, Truth.NO, Truth.UNKNOWN
KIND, STAFF = path("street", "kind"), path("club", "staff")

VILLAGE = Village(
    {
        "city": [{"budget": 100}],
        "street": [{"city": "1", "kind": kind} for kind in ("urban", "urban", "rural", None)],
        "club": [
            {"street": street, "staff": staff, "founded_on": None, "ended_on": None}
            for street, staff in (("1", 2), ("1", 3), ("2", None), (None, 4))
        ],
        "work_record": [
            {"policy": "p", "rule": "r", "item": "a", "subject_kind": "city", "subject_id": subject, "outcome": "done"}
            for subject in "12"
        ],
    }
)


def traced(asked: PlannedRule, subject: str = "1", shown: int = 20) -> Trace:
    found = trace(plan(asked), asked, VILLAGE.facts(), subject, AS_OF, shown=shown)
    assert found.outcome == find(VILLAGE, asked, subject)
    return found


def of_condition(condition: Condition, subject: str, entity: str) -> Traced:
    found = traced(rule(condition, subject=entity), subject).requirement
    assert isinstance(found, Traced)
    return found


def of_measure(measure: Measure, subject: str = "1", entity: str = "city", shown: int = 20) -> TracedMeasure:
    found = traced(rule(require(measure, at_least(1)), subject=entity), subject, shown).requirement
    assert isinstance(found, TracedMeasure)
    return found


def test_a_comparison_shows_the_cell_where_it_was_read_and_what_it_was_held_against() -> None:
    enough = compare(STAFF, Comparator.AT_LEAST, 3)
    assert of_condition(enough, "2", "club") == Traced(
        enough,
        YES,
        (),
        seen=(Seen("club.staff", Fraction(3), "facts.csv", 3),),
        held=(Held(Comparator.AT_LEAST, enough.comparison.operand, Quantity(point(3))),),
    )


def test_a_path_shows_the_row_that_it_leads_to() -> None:
    condition = is_(path("club", "street", "kind"), "urban")
    assert of_condition(condition, "3", "club").seen == (Seen("club.street.kind", "urban", "facts.csv", 3),)
    unknown = of_condition(condition, "4", "club")
    assert (unknown.seen, unknown.missing) == (
        (Seen("club.street.kind", Lack.UNKNOWN, None, None),),
        ("club.street.kind",),
    )


def test_operands_and_judgements_are_seen_too() -> None:
    condition = compare(STAFF, Comparator.AT_LEAST, FieldValue(path("club", "members")))
    assert [cell.name for cell in of_condition(condition, "1", "club").seen] == ["club.staff", "club.members"]
    assert of_condition(Judged("club", "active", ""), "1", "club").seen == (
        Seen("club.active", Lack.UNKNOWN, "facts.csv", 2),
    )


def test_parts_are_traced_down_to_their_leaves() -> None:
    urban, rural = is_(KIND, "urban"), is_(KIND, "rural")
    table = Outcomes("table", (Case(urban, "a"), Case(rural, "b")), None, frozenset({"a"}))
    found = of_condition(All((Named("town", Negation(urban)), table)), "3", "street")
    named, outcomes = found.parts
    assert (named.truth, named.parts[0].parts[0].truth) == (YES, NO)
    assert [part.truth for part in outcomes.parts] == [NO, YES]


def test_children_are_shown_by_class() -> None:
    found = of_condition(Quantified("some", CLUBS, compare(STAFF, Comparator.AT_LEAST, 3)), "1", "street").children
    assert found
    assert [(part.membership, part.satisfied, part.total) for part in found.classes] == [
        (YES, YES, 1),
        (YES, NO, 1),
        (PERHAPS, YES, 1),
    ]
    (stray,) = found.classes[2].rows
    assert (stray.row.id, stray.belongs, stray.existence, stray.membership) == ("4", PERHAPS, YES, PERHAPS)
    assert [cell.name for cell in stray.seen] == ["club.founded_on", "club.ended_on"]
    assert stray.satisfying
    assert stray.satisfying.seen == (Seen("club.staff", Fraction(4), "facts.csv", 5),)


def test_a_count_shows_its_members_and_the_rows_left_out() -> None:
    counted = Counted(CLUBS, compare(STAFF, Comparator.MORE_THAN, 2), (at_least(1),))
    found = of_condition(counted, "1", "street").children
    assert found
    assert [(part.membership, [row.row.id for row in part.rows]) for part in found.classes] == [
        (YES, ["2"]),
        (PERHAPS, ["4"]),
        (NO, ["1"]),
    ]


def test_only_the_first_rows_of_a_class_are_traced() -> None:
    found = of_measure(Count(population(STREETS)), shown=2).children
    assert found
    assert [(part.total, [row.row.id for row in part.rows]) for part in found.classes] == [(4, ["1", "2"])]


def test_a_ratio_shows_who_satisfies() -> None:
    found = of_measure(Ratio(population(STREETS), is_(KIND, "urban")))
    assert found.children
    assert found.measured == Measured(Bound(Fraction(2), 4), Bound(Fraction(3), 4))
    assert [(part.membership, part.satisfied, part.total) for part in found.children.classes] == [
        (YES, YES, 2),
        (YES, PERHAPS, 1),
        (YES, NO, 1),
    ]


def test_values_are_shown_with_their_rows_and_a_row_without_value_stays_out() -> None:
    found = of_measure(Fold("sum", population(CITY_CLUBS), STAFF)).children
    assert found
    values = {row.row.id: (row.membership, row.value) for part in found.classes for row in part.rows}
    assert values["2"] == (YES, Quantity(point(3)))
    assert values["3"][0] is NO
    assert values["4"] == (PERHAPS, Quantity(point(4)))


def test_an_average_shows_each_parents_total_and_children() -> None:
    found = of_measure(Average(Count(population(CLUBS)), population(STREETS, is_(KIND, "urban")))).children
    assert found
    first = found.classes[0].rows[0]
    assert first.value
    assert (first.row.id, first.value.interval) == ("1", point(2))
    assert first.children
    assert [(part.membership, part.total) for part in first.children.classes] == [(YES, 2), (PERHAPS, 1)]
    of_fields = of_measure(Average(OwnField(STAFF), population(CITY_CLUBS))).children
    assert of_fields
    assert of_fields.classes[0].rows[0].value == Quantity(point(2))


def test_an_own_field_shows_its_cell() -> None:
    found = of_measure(OwnField(STAFF), "2", "club")
    assert (found.seen, found.children) == ((Seen("club.staff", Fraction(3), "facts.csv", 3),), None)


def test_evidence_shows_the_records_about_each_item() -> None:
    asked = rule(EvidenceRequirement("p", "r", "city", ("a", "b")))
    found = traced(asked).requirement
    assert isinstance(found, TracedEvidence)
    assert [(item.item, item.truth, [row.id for row in item.records]) for item in found.items] == [
        ("a", PERHAPS, ["1"]),
        ("b", NO, []),
    ]


def test_lifetime_place_and_due_cells_of_the_subject() -> None:
    due = RelativeDue(FieldValue(path("club", "founded_on")))
    found = traced(rule(compare(STAFF, Comparator.AT_LEAST, 1), subject="club", due=due))
    assert [cell.name for cell in found.lifetime] == ["club.founded_on", "club.ended_on"]
    assert [(cell.name, cell.value) for cell in found.place] == [("club.street", "1"), ("club.street.city", "1")]
    assert found.due == (Seen("club.founded_on", Lack.NONE, "facts.csv", 2),)
    assert found.when.truth is YES
    assert found.outcome.measured_on == date(2018, 12, 31)
