"""A policy resolves to exactly the nodes that language.md §3 gives it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from policyengine.language.models import Citation, Modality
from policyengine.plan.check import make_plan
from policyengine.plan.nodes import (
    HOLDS,
    All,
    Among,
    Average,
    Case,
    Comparison,
    Constant,
    Count,
    Counted,
    Judged,
    Named,
    Outcomes,
    Population,
    Ratio,
    TargetValue,
    Unmeasured,
)
from policyengine.plan.planned import (
    ConditionRequirement,
    EvidenceRequirement,
    FixedDue,
    MeasureRequirement,
    Plan,
    PlannedIndicator,
    PlannedPart,
    PlannedRule,
    Standing,
)
from policyengine.plan.resolve import Jurisdiction
from policyengine.reading.errors import PolicyError
from policyengine.semantics.interval import Comparator
from tests.plan.registry import VOCABULARY
from tests.plan.resolved import (
    ALL_ORGANIZATIONS,
    CATEGORY,
    CITE,
    CITIZENS,
    DECOUPLING,
    INSPECTIONS,
    KIND,
    LOCAL,
    MANAGEMENT,
    at_least,
    planned,
    read,
)

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


URBAN = All((Among(KIND, frozenset({"urban"})),))
CATEGORIES = frozenset({"community_service", "community_charity", "social_work"})
COMMUNITY_ORGANIZATION = Named("community_organization", All((Among(CATEGORY, CATEGORIES),)))
THIRTEEN = Comparison(Comparator.AT_LEAST, TargetValue("urban_average", ((None, Fraction(13)),)))
TRAINING = TargetValue("training", ((date(2022, 1, 1), Fraction(1)), (date(2024, 1, 1), Fraction(2))))
AVERAGE = PlannedRule(
    id="urban-average-13",
    title="平均每个城市社区有13个以上社区社会组织",
    modality=Modality.MUST,
    actor="市民政局",
    subject="city",
    when=HOLDS,
    requirement=MeasureRequirement(
        Average(Count(Population(LOCAL, All((COMMUNITY_ORGANIZATION,)))), Population(CITIZENS, URBAN)), (THIRTEEN,)
    ),
    due=FixedDue(date(2018, 12, 31)),
    citations=(Citation(at=("rules", "urban-average-13", "cite"), section="一", quote="平均每个城市社区有13个以上"),),
    reading="含本数",
    undated=True,
)
LOCALLY = Counted(LOCAL, All((COMMUNITY_ORGANIZATION,)), (THIRTEEN,))
EACH = replace(
    AVERAGE,
    requirement=MeasureRequirement(Ratio(Population(CITIZENS, URBAN), All((LOCALLY,))), (at_least(1),)),
    reading="每个城市社区均须达到",
    alternative="each",
)
STEPS = PlannedRule(
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
CASES = (
    Case(All((Among(DECOUPLING, frozenset({"true"})),)), "measures"),
    Case(All((Among(DECOUPLING, frozenset({"false"})), Among(MANAGEMENT, frozenset({"dual"})))), "unit"),
)
LED = PlannedRule(
    id="led",
    title="责任主体",
    modality=Modality.MUST,
    actor=None,
    subject="organization",
    when=All((Judged("organization", "normally_active", "活动正常"),)),
    requirement=ConditionRequirement(
        All((Outcomes("responsible_body", CASES, "committee", frozenset({"unit", "committee"})),))
    ),
    due=Standing(),
    citations=(Citation(at=("rules", "led", "cite"), section="一", quote="规则"),),
    reading=None,
    undated=True,
)
TRAINED = PlannedRule(
    id="trained",
    title="培训",
    modality=Modality.MUST,
    actor=None,
    subject="organization",
    when=HOLDS,
    requirement=MeasureRequirement(Count(Population(INSPECTIONS, HOLDS)), (Comparison(Comparator.AT_LEAST, TRAINING),)),
    due=FixedDue(date(2018, 12, 31)),
    citations=(Citation(at=("rules", "trained", "cite"), section="一", quote="规则"),),
    reading=None,
)
FORCE = PlannedIndicator(
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


def test_the_example_of_the_language_resolves_to_these_nodes() -> None:
    policy = read(EXAMPLE)
    assert planned(EXAMPLE) == Plan(
        policy="example_2018",
        policy_sha256=policy.sha256,
        title="实施方案",
        jurisdiction=("city", "330800"),
        paths={"city": (), "organization": ("county", "city")},
        period_from=date(2018, 5, 9),
        period_until=date(2018, 12, 31),
        rules=(AVERAGE, STEPS, LED, TRAINED),
        readings=(EACH,),
        indicators=(FORCE,),
    )


def test_what_people_see_is_kept_beside_the_meaning() -> None:
    plan = planned(EXAMPLE)
    requirement = plan.rules[0].requirement
    assert isinstance(requirement, MeasureRequirement)
    target = requirement.comparisons[0].operand
    assert isinstance(target, TargetValue)
    assert (requirement.unit, target.unit, target.text) == ("个", "个", "13")


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


def test_all_errors_are_raised_at_once_and_warnings_are_not() -> None:
    rules = "targets: {unused: {value: 3}}\nrules:\n" + "".join(
        f"  r{n}: {{title: 规则, modality: must, subject: organization, require: {{unknown{n}: true}}, {CITE}}}\n"
        for n in (1, 2)
    )
    with pytest.raises(PolicyError) as raised:
        make_plan(read(rules), VOCABULARY)
    assert [finding.code for finding in raised.value.findings] == ["unknown-field", "unknown-field"]
