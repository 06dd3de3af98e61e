"""Indicators are measured component by component, with bounds where facts are unknown."""

from dataclasses import replace
from fractions import Fraction

from policyengine.plan.nodes import Constant, Ratio, TargetValue, Unmeasured
from policyengine.plan.planned import PlannedIndicator, PlannedPart
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.indicators import IndicatorValue, indicator_values
from tests.engine.village import AS_OF, STREETS, Village, is_, path, plan, population

OPEN_WEIGHT = TargetValue("weight", ((None, None),))
URBAN = Ratio(population(STREETS), is_(path("street", "kind"), "urban"))


def values(*kinds: str | None) -> list[IndicatorValue]:
    village = Village({"city": [{}], "street": [{"city": "1", "kind": kind} for kind in kinds]})
    parts = (
        PlannedPart("share", URBAN, Constant(Fraction(1, 4))),
        PlannedPart("influence", Unmeasured(), OPEN_WEIGHT),
    )
    asked = replace(plan(), indicators=(PlannedIndicator("force", None, "city", parts, ()),))
    return list(indicator_values(Case(asked, village.facts().base, AS_OF, {})))


def test_components_have_bounds_and_weights() -> None:
    assert values("urban", "rural", None) == [
        IndicatorValue("force", "share", "1", "1/3", "2/3", "1/4"),
        IndicatorValue("force", "influence", "1", "-inf", "inf", None),
    ]


def test_a_component_of_an_empty_population_has_no_value() -> None:
    assert values()[0] == IndicatorValue("force", "share", "1", None, None, "1/4")
