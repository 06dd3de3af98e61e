"""A policy resolves to exactly the nodes that language.md §3 gives it."""

from datetime import date
from fractions import Fraction

import pytest

from policyengine.language.load import read_policy
from policyengine.language.models import Citation, DateUnit, Modality, Policy
from policyengine.plan.check import make_plan
from policyengine.plan.invariants import check_invariants
from policyengine.plan.nodes import (
    HOLDS,
    All,
    Among,
    Any,
    Average,
    Case,
    Compare,
    Comparison,
    Condition,
    Constant,
    Count,
    Counted,
    FieldValue,
    Fold,
    Judged,
    MeasuredOn,
    Named,
    Negation,
    Outcomes,
    OwnField,
    Path,
    Population,
    Presence,
    Quantified,
    Ratio,
    Relation,
    ShiftedDate,
    TargetValue,
    ThisYear,
    Unmeasured,
)
from policyengine.plan.planned import (
    ConditionRequirement,
    Due,
    EvidenceRequirement,
    FixedDue,
    MeasureRequirement,
    Plan,
    PlannedIndicator,
    PlannedPart,
    PlannedRule,
    RelativeDue,
    Standing,
    YearEnd,
)
from policyengine.plan.resolve import Jurisdiction
from policyengine.reading.errors import PolicyError
from policyengine.semantics.interval import Comparator
from policyengine.vocabulary.models import FieldType
from tests.plan.registry import VOCABULARY

HEAD = """
policy: example_2018
title: 实施方案
jurisdiction: {city: "330800"}
period: {from: 2018-05-09, until: 2018-12-31}
vocabulary: registry
"""

CITE = "cite: {section: 一, quote: 规则}"

KIND = Path("community", (), "community", "kind", FieldType.ENUM, choices=frozenset({"urban", "rural"}))
CATEGORY = Path(
    "organization",
    (),
    "organization",
    "category",
    FieldType.ENUM,
    choices=frozenset({"community_service", "community_charity", "social_work", "other"}),
)
MANAGEMENT = Path(
    "organization", (), "organization", "management", FieldType.ENUM, choices=frozenset({"dual", "direct"})
)
DECOUPLING = Path(
    "organization", (), "organization", "decoupling", FieldType.BOOLEAN, choices=frozenset({"true", "false"})
)
GRADE = Path(
    "organization", (), "organization", "grade", FieldType.ENUM, optional=True, choices=frozenset({"a3", "a4", "a5"})
)
MEMBERS = Path(
    "organization", (), "organization", "party_members", FieldType.INTEGER, lo=Fraction(0), hi=Fraction(1000)
)
ESTABLISHED = Path(
    "organization", (), "organization", "established_on", FieldType.DATE, optional=True, earliest=date(1949, 10, 1)
)
COUNTY = Path("organization", (), "organization", "county", FieldType.REFERENCE, reference="county")
COUNTY_NAME = Path("organization", ("county", "city"), "city", "name", FieldType.TEXT)
INSPECTED = Path("inspection", (), "inspection", "inspected_on", FieldType.DATE, earliest=date(1949, 10, 1))
SCORE = Path("inspection", (), "inspection", "score", FieldType.INTEGER, lo=Fraction(0), hi=Fraction(100))
OWN_MEMBERS = Path(
    "inspection",
    ("organization",),
    "organization",
    "party_members",
    FieldType.INTEGER,
    lo=Fraction(0),
    hi=Fraction(1000),
)

INSPECTIONS = Relation("organization", "inspection", "inspections", ("organization",))
CITIZENS = Relation("city", "community", "communities", ("street", "county", "city"))
LOCAL = Relation("community", "organization", "organizations", ("community",))
ALL_ORGANIZATIONS = Relation("city", "organization", "organizations", ("county", "city"))


def read(text: str, head: str = HEAD) -> Policy:
    policy, _, findings = read_policy((head + text).encode(), "example.yaml")
    assert policy is not None, findings
    return policy


def planned(text: str, head: str = HEAD, jurisdiction: Jurisdiction | None = None) -> Plan:
    plan = make_plan(read(text, head), VOCABULARY, jurisdiction=jurisdiction)
    check_invariants(plan, VOCABULARY)
    return plan


def rule_of(body: str, subject: str = "organization", before: str = "", head: str = HEAD) -> PlannedRule:
    indented = "\n".join(f"    {line}" for line in body.strip().splitlines())
    text = (
        f"{before}\nrules:\n  r:\n    title: 规则\n    modality: must\n    subject: {subject}\n{indented}\n    {CITE}\n"
    )
    return planned(text, head).rules[0]


def condition_of(written: str, before: str = "") -> Condition:
    """The only part of a requirement on an organization."""
    requirement = rule_of(f"require: {written}", before=before).requirement
    assert isinstance(requirement, ConditionRequirement)
    assert isinstance(requirement.condition, All)
    (part,) = requirement.condition.parts
    return part


def at_least(value: int | Fraction) -> Comparison:
    return Comparison(Comparator.AT_LEAST, Constant(Fraction(value)))


EXAMPLE = """
targets:
  urban_average: {value: 13, unit: 个}
  training: {value: {2022-01-01: 1, 2024-01-01: 2}, unit: 次}
  activity_weight: {value: unspecified}
definitions:
  community_organization:
    subject: organization
    where: {category: [community_service, community_charity, social_work]}
  normally_active:
    subject: organization
    judged: 活动正常
  responsible_body:
    subject: organization
    cases:
      - {when: {decoupling: true}, then: measures}
      - {when: {decoupling: false, management: dual}, then: unit}
    otherwise: committee
rules:
  urban-average-13:
    title: 平均每个城市社区有13个以上社区社会组织
    modality: must
    actor: 市民政局
    subject: city
    measure:
      average: {count: organizations, where: {community_organization: true}}
      per: communities
      where: {kind: urban}
    require: {at_least: $urban_average}
    due: 2018-12-31
    cite: {section: 一, quote: 平均每个城市社区有13个以上}
    reading: 含本数
    readings:
      each:
        note: 每个城市社区均须达到
        measure:
          ratio: communities
          where: {kind: urban}
          satisfying: {organizations: {count: {where: {community_organization: true}, at_least: $urban_average}}}
        require: {at_least: 100%}
  steps:
    title: 六同步
    modality: should
    subject: city
    evidence: {items: [登记, 年报], document: 工作台账}
    cite: {section: 一, quote: 规则}
  led:
    title: 责任主体
    modality: must
    subject: organization
    when: {normally_active: true}
    require: {responsible_body: [unit, committee]}
    due: standing
    cite: {section: 一, quote: 规则}
  trained:
    title: 培训
    modality: must
    subject: organization
    measure: {count: inspections}
    require: {at_least: $training}
    cite: {section: 一, quote: 规则}
indicators:
  force:
    subject: city
    index:
      activity: {measure: {count: organizations, ended: included}, weight: $activity_weight}
      influence: {measure: unspecified, weight: 30%}
"""


def test_the_example_of_the_language_resolves_to_these_nodes() -> None:
    urban = All((Among(KIND, frozenset({"urban"})),))
    categories = frozenset({"community_service", "community_charity", "social_work"})
    local = Named("community_organization", All((Among(CATEGORY, categories),)))
    thirteen = Comparison(Comparator.AT_LEAST, TargetValue("urban_average", ((None, Fraction(13)),)))
    training = TargetValue("training", ((date(2022, 1, 1), Fraction(1)), (date(2024, 1, 1), Fraction(2))))
    average = PlannedRule(
        id="urban-average-13",
        title="平均每个城市社区有13个以上社区社会组织",
        modality=Modality.MUST,
        actor="市民政局",
        subject="city",
        when=HOLDS,
        requirement=MeasureRequirement(
            Average(Count(Population(LOCAL, All((local,)))), Population(CITIZENS, urban)), (thirteen,)
        ),
        due=FixedDue(date(2018, 12, 31)),
        citations=(
            Citation(at=("rules", "urban-average-13", "cite"), section="一", quote="平均每个城市社区有13个以上"),
        ),
        reading="含本数",
        undated=True,
    )
    each = PlannedRule(
        id=average.id,
        title=average.title,
        modality=average.modality,
        actor=average.actor,
        subject=average.subject,
        when=HOLDS,
        requirement=MeasureRequirement(
            Ratio(Population(CITIZENS, urban), All((Counted(LOCAL, All((local,)), (thirteen,)),))), (at_least(1),)
        ),
        due=average.due,
        citations=average.citations,
        reading="每个城市社区均须达到",
        alternative="each",
        undated=True,
    )
    steps = PlannedRule(
        id="steps",
        title="六同步",
        modality=Modality.SHOULD,
        actor=None,
        subject="city",
        when=HOLDS,
        requirement=EvidenceRequirement("example_2018", "steps", "city", ("登记", "年报")),
        due=FixedDue(date(2018, 12, 31)),
        citations=(Citation(at=("rules", "steps", "cite"), section="一", quote="规则"),),
        reading=None,
    )
    cases = (
        Case(All((Among(DECOUPLING, frozenset({"true"})),)), "measures"),
        Case(All((Among(DECOUPLING, frozenset({"false"})), Among(MANAGEMENT, frozenset({"dual"})))), "unit"),
    )
    led = PlannedRule(
        id="led",
        title="责任主体",
        modality=Modality.MUST,
        actor=None,
        subject="organization",
        when=All((Judged("organization", "normally_active", "活动正常"),)),
        requirement=ConditionRequirement(
            All((Outcomes("responsible_body", cases, "committee", frozenset({"unit", "committee"})),))
        ),
        due=Standing(),
        citations=(Citation(at=("rules", "led", "cite"), section="一", quote="规则"),),
        reading=None,
        undated=True,
    )
    trained = PlannedRule(
        id="trained",
        title="培训",
        modality=Modality.MUST,
        actor=None,
        subject="organization",
        when=HOLDS,
        requirement=MeasureRequirement(
            Count(Population(INSPECTIONS, HOLDS)), (Comparison(Comparator.AT_LEAST, training),)
        ),
        due=FixedDue(date(2018, 12, 31)),
        citations=(Citation(at=("rules", "trained", "cite"), section="一", quote="规则"),),
        reading=None,
    )
    force = PlannedIndicator(
        name="force",
        title=None,
        subject="city",
        parts=(
            PlannedPart(
                "activity",
                Count(Population(ALL_ORGANIZATIONS, HOLDS, ended_included=True)),
                TargetValue("activity_weight", ((None, None),)),
            ),
            PlannedPart("influence", Unmeasured(), Constant(Fraction(3, 10))),
        ),
        citations=(),
    )
    policy = read(EXAMPLE)
    assert planned(EXAMPLE) == Plan(
        policy="example_2018",
        policy_sha256=policy.sha256,
        title="实施方案",
        jurisdiction=("city", "330800"),
        paths={"city": (), "organization": ("county", "city")},
        period_from=date(2018, 5, 9),
        period_until=date(2018, 12, 31),
        rules=(average, steps, led, trained),
        readings=(each,),
        indicators=(force,),
    )


def test_what_people_see_is_kept_beside_the_meaning() -> None:
    plan = planned(EXAMPLE)
    requirement = plan.rules[0].requirement
    assert isinstance(requirement, MeasureRequirement)
    target = requirement.comparisons[0].operand
    assert isinstance(target, TargetValue)
    assert (requirement.unit, target.unit, target.text) == ("个", "个", "13")


SHIFTED = ShiftedDate(FieldValue(ESTABLISHED), Constant(Fraction(2)), DateUnit.MONTHS, forward=True)
FROM, UNTIL = date(2018, 5, 9), date(2018, 12, 31)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{management: dual}", Among(MANAGEMENT, frozenset({"dual"}))),
        ("{management: {not: dual}}", Compare(MANAGEMENT, Comparison(Comparator.NOT, Constant("dual")))),
        ("{decoupling: false}", Among(DECOUPLING, frozenset({"false"}))),
        ("{county: '330802'}", Among(COUNTY, frozenset({"330802"}))),
        ("{county.city.name: 衢州市}", Among(COUNTY_NAME, frozenset({"衢州市"}))),
        ("{grade: {present: false}}", Presence(GRADE, wanted=False)),
        ("{party_members: {at_least: 3}}", Compare(MEMBERS, at_least(3))),
        (
            "{party_members: [3, 5]}",
            Any(
                tuple(Compare(MEMBERS, Comparison(Comparator.EQUAL, Constant(Fraction(n)))) for n in (3, 5)),
            ),
        ),
        ("{established_on: {during: this_year}}", ThisYear(ESTABLISHED)),
        (
            "{established_on: {before: $measured_on}}",
            Compare(ESTABLISHED, Comparison(Comparator.LESS_THAN, MeasuredOn())),
        ),
        (
            "{established_on: {after: $period.from}}",
            Compare(ESTABLISHED, Comparison(Comparator.MORE_THAN, Constant(FROM))),
        ),
        ("{not: {management: dual}}", Negation(Among(MANAGEMENT, frozenset({"dual"})))),
        (
            "{any: [{management: dual}, {decoupling: true, grade: a5}]}",
            Any(
                (
                    Among(MANAGEMENT, frozenset({"dual"})),
                    All((Among(DECOUPLING, frozenset({"true"})), Among(GRADE, frozenset({"a5"})))),
                )
            ),
        ),
        (
            "{inspections: {some: {score: {at_least: {field: organization.party_members}}}}}",
            Quantified(
                "some",
                INSPECTIONS,
                All((Compare(SCORE, Comparison(Comparator.AT_LEAST, FieldValue(OWN_MEMBERS))),)),
            ),
        ),
        (
            "{inspections: {none: {inspected_on: {on_or_before: {after: 2018-05-09, days: 30}}}}}",
            Quantified(
                "none",
                INSPECTIONS,
                All(
                    (
                        Compare(
                            INSPECTED,
                            Comparison(
                                Comparator.AT_MOST,
                                ShiftedDate(Constant(FROM), Constant(Fraction(30)), DateUnit.DAYS, forward=True),
                            ),
                        ),
                    )
                ),
            ),
        ),
    ],
)
def test_an_entry_resolves_to_its_node(written: str, expected: Condition) -> None:
    assert condition_of(written) == expected


def test_during_the_period_is_two_comparisons() -> None:
    requirement = rule_of("require: {established_on: {during: period}}").requirement
    assert requirement == ConditionRequirement(
        All(
            (
                Compare(ESTABLISHED, Comparison(Comparator.AT_LEAST, Constant(FROM))),
                Compare(ESTABLISHED, Comparison(Comparator.AT_MOST, Constant(UNTIL))),
            )
        )
    )


def test_during_an_open_period_is_one_comparison() -> None:
    rule = rule_of("require: {established_on: {during: period}}", head=HEAD.replace(", until: 2018-12-31", ""))
    assert rule.requirement == ConditionRequirement(
        All((Compare(ESTABLISHED, Comparison(Comparator.AT_LEAST, Constant(FROM))),))
    )
    assert rule.due == Standing()


TABLE = """
definitions:
  body:
    subject: organization
    cases:
      - {when: {management: dual}, then: unit}
      - {when: {management: direct}, then: committee}
  dual:
    subject: organization
    where: {body: unit}
"""


def test_a_table_that_must_not_have_an_outcome_has_one_of_the_others() -> None:
    condition = condition_of("{body: {not: unit}}", before=TABLE)
    assert isinstance(condition, Outcomes)
    assert condition.values == {"committee"}


@pytest.mark.parametrize("written", ["{dual: false}", "{dual: {not: true}}"])
def test_a_definition_that_must_not_hold_is_negated(written: str) -> None:
    condition = condition_of(written, before=TABLE)
    assert isinstance(condition, Negation)
    assert isinstance(condition.part, Named)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2018-06-30", FixedDue(date(2018, 6, 30))),
        ("year_end", YearEnd()),
        ("standing", Standing()),
        ("$period.from", FixedDue(FROM)),
        ("$deadline", FixedDue(date(2018, 9, 30))),
        ("{field: established_on}", RelativeDue(FieldValue(ESTABLISHED))),
        ("{after: {field: established_on}, months: 2}", RelativeDue(SHIFTED)),
    ],
)
def test_a_due_date_resolves_to_its_node(due: str, expected: Due) -> None:
    targets = "targets: {deadline: {value: 2018-09-30}}"
    assert rule_of(f"require: {{decoupling: true}}\ndue: {due}", before=targets).due == expected


def test_measures_of_own_fields_and_folds() -> None:
    own = rule_of("measure: {field: party_members}\nrequire: {at_least: 3}").requirement
    fold = rule_of("measure: {sum: inspections, of: score}\nrequire: {at_least: 3}").requirement
    assert own == MeasureRequirement(OwnField(MEMBERS), (at_least(3),))
    assert fold == MeasureRequirement(Fold("sum", Population(INSPECTIONS, HOLDS), SCORE), (at_least(3),))


@pytest.mark.parametrize(
    ("body", "undated"),
    [
        ("require: {established_on: {before: 2018-06-01}}", False),
        ("require: {management: dual}", True),
        ("measure: {count: inspections}\nrequire: {at_least: 1}", False),
        ("measure: {sum: inspections, of: score}\nrequire: {at_least: 1}", True),
        ("evidence: {}", False),
    ],
)
def test_a_rule_is_undated_if_a_field_that_is_no_date_decides_it(body: str, undated: bool) -> None:
    assert rule_of(body).undated is undated


def test_evidence_without_items_is_of_the_rule_itself() -> None:
    assert rule_of("evidence: {}").requirement == EvidenceRequirement("example_2018", "r", "organization", ("",))


@pytest.mark.parametrize(
    ("jurisdiction", "place", "path"),
    [
        ("national", None, ()),
        (("city", "150200"), ("city", "150200"), ("county", "city")),
        (("county", "330802"), ("county", "330802"), ("county",)),
    ],
)
def test_a_plan_can_be_made_for_another_place(
    jurisdiction: Jurisdiction, place: tuple[str, str] | None, path: tuple[str, ...]
) -> None:
    rules = (
        "rules:\n  r: {title: 规则, modality: must, subject: organization, require: {decoupling: true}, " + CITE + "}"
    )
    plan = planned(rules, jurisdiction=jurisdiction)
    assert (plan.jurisdiction, plan.paths) == (place, {"organization": path})


def test_a_path_across_an_optional_reference_may_be_none() -> None:
    condition = condition_of("{community.kind: {present: true}}")
    assert isinstance(condition, Presence)
    assert condition.path.optional


def test_all_errors_are_raised_at_once_and_warnings_are_not() -> None:
    rules = "targets: {unused: {value: 3}}\nrules:\n" + "".join(
        f"  r{n}: {{title: 规则, modality: must, subject: organization, require: {{unknown{n}: true}}, {CITE}}}\n"
        for n in (1, 2)
    )
    with pytest.raises(PolicyError) as raised:
        make_plan(read(rules), VOCABULARY)
    assert [finding.code for finding in raised.value.findings] == ["unknown-field", "unknown-field"]
