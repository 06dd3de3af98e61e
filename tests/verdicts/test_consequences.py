"""What follows for one subject, by hand: sure, possible and not; chains of three; and, or, not."""

from datetime import date

import pytest

from policyengine.facts.read import read_facts
from policyengine.language.models import Citation
from policyengine.language.statuses import DEFINITE, Status
from policyengine.plan.consequences import Follows, Literal, Meets, PlannedConsequence, VerdictIs, Way
from policyengine.plan.nodes import Judged
from policyengine.plan.planned import Plan
from policyengine.semantics.truth import Truth
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.chaining import Chaining
from policyengine.verdicts.consequences import (
    Conclusion,
    Step,
    chain_of,
    conclusions_of,
    grounds_of,
    truth_of,
    verdict_truth,
)
from tests.plan.registry import VOCABULARY

NO, PERHAPS, YES = Truth.NO, Truth.UNKNOWN, Truth.YES
FAILS = VerdictIs("report", frozenset({Status.NONCOMPLIANT}))
LACKS = VerdictIs("visit", frozenset({Status.SHORTFALL, Status.PENDING}))
JUDGED = Meets(Judged("organization", "doubtful", "有异议"))


def consequence(name: str, *ways: Way, then: str = "", subject: str = "organization") -> PlannedConsequence:
    return PlannedConsequence(name, None, subject, ways, then, (Citation(section="一", quote=name),), None)


LISTED = consequence("listed", (FAILS,))
EXCLUDED = consequence("excluded", (Follows("listed"), JUDGED))
PUBLISHED = consequence("published", (LACKS,), (Follows("excluded"),), (Follows("listed"), LACKS))
CHAIN = (LISTED, EXCLUDED, PUBLISHED)


@pytest.mark.parametrize(
    ("possible", "sure", "denied"),
    [
        ({Status.NONCOMPLIANT}, YES, NO),
        ({Status.COMPLIANT}, NO, YES),
        ({Status.COMPLIANT, Status.WAIVED}, NO, YES),
        ({Status.COMPLIANT, Status.NONCOMPLIANT}, PERHAPS, PERHAPS),
        (set(DEFINITE), PERHAPS, PERHAPS),
    ],
)
def test_a_verdict_against_one_status(possible: set[Status], sure: Truth, denied: Truth) -> None:
    assert verdict_truth(FAILS, possible) is sure
    assert verdict_truth(VerdictIs("report", FAILS.statuses, wanted=False), possible) is denied


def test_a_verdict_within_several_statuses_is_surely_one_of_them() -> None:
    assert verdict_truth(LACKS, {Status.SHORTFALL, Status.PENDING}) is YES
    assert verdict_truth(LACKS, {Status.PENDING}) is YES
    assert verdict_truth(LACKS, {Status.PENDING, Status.COMPLIANT}) is PERHAPS


@pytest.mark.parametrize(
    ("truths", "grounds"),
    [
        # A chain of three, as sure as its least sure link.
        ({FAILS: YES, JUDGED: YES, LACKS: NO}, {"listed": 1, "excluded": 1, "published": 2}),
        ({FAILS: YES, JUDGED: PERHAPS, LACKS: NO}, {"listed": 1, "excluded": -1, "published": -2}),
        ({FAILS: PERHAPS, JUDGED: YES, LACKS: NO}, {"listed": -1, "excluded": -1, "published": -2}),
        ({FAILS: NO, JUDGED: YES, LACKS: NO}, {"listed": 0, "excluded": 0, "published": 0}),
        ({FAILS: YES, JUDGED: NO, LACKS: NO}, {"listed": 1, "excluded": 0, "published": 0}),
        # A way that holds is taken before one that possibly does, however late it comes.
        ({FAILS: YES, JUDGED: YES, LACKS: PERHAPS}, {"listed": 1, "excluded": 1, "published": 2}),
        # Of several that hold, or possibly hold, it is the first.
        ({FAILS: YES, JUDGED: YES, LACKS: YES}, {"listed": 1, "excluded": 1, "published": 1}),
        ({FAILS: PERHAPS, JUDGED: NO, LACKS: PERHAPS}, {"listed": -1, "excluded": 0, "published": -1}),
    ],
)
def test_forward_chaining(truths: dict[Literal, Truth], grounds: dict[str, int]) -> None:
    assert grounds_of(CHAIN, truths) == grounds
    with Chaining(CHAIN) as chaining:
        assert chaining.grounds("organization", truths) == grounds


def test_and_or_not() -> None:
    denied = VerdictIs("report", FAILS.statuses, wanted=False)
    both = consequence("both", (FAILS, JUDGED))
    either = consequence("either", (FAILS,), (JUDGED,))
    neither = consequence("neither", (denied,))
    for fails in Truth:
        for judged in Truth:
            truths = {FAILS: fails, JUDGED: judged, denied: Truth(2 - fails)}
            found = {name: truth_of(ground) for name, ground in grounds_of((both, either, neither), truths).items()}
            assert found == {"both": min(fails, judged), "either": max(fails, judged), "neither": Truth(2 - fails)}


def test_the_chain_has_what_it_rests_on_first() -> None:
    known = {each.id: each for each in CHAIN}
    grounds = grounds_of(CHAIN, {FAILS: YES, JUDGED: PERHAPS, LACKS: NO})
    steps = chain_of("published", known, grounds)
    assert steps == (
        Step("listed", (FAILS,)),
        Step("excluded", (Follows("listed"), JUDGED)),
        Step("published", (Follows("excluded"),)),
    )
    assert [str(step) for step in steps] == [
        "listed: report=noncompliant",
        "excluded: listed, doubtful",
        "published: excluded",
    ]


def test_a_step_that_two_others_rest_on_is_told_once() -> None:
    joined = consequence("joined", (Follows("listed"), Follows("excluded")))
    known = {each.id: each for each in (*CHAIN, joined)}
    grounds = grounds_of(known.values(), {FAILS: YES, JUDGED: YES, LACKS: NO})
    assert [step.consequence for step in chain_of("joined", known, grounds)] == ["listed", "excluded", "joined"]


def test_a_conclusion_has_all_that_is_known_of_it() -> None:
    day = date(2018, 12, 31)
    plan = Plan("demo", "0" * 64, "", None, {"organization": ()}, day, None, (), (), (), CHAIN)
    case = Case(plan, read_facts({}, VOCABULARY), day, {})
    grounds = grounds_of(CHAIN, {FAILS: YES, JUDGED: PERHAPS, LACKS: NO})
    listed, excluded, published = conclusions_of(case, CHAIN, "O1", grounds)
    assert listed == Conclusion(
        "demo", "0" * 64, "listed", "", "organization", "O1", YES, (Step("listed", (FAILS,)),), LISTED.citations, day
    )
    assert (excluded.truth, published.truth) == (PERHAPS, PERHAPS)
    assert conclusions_of(case, CHAIN, "O1", grounds_of(CHAIN, {FAILS: NO, JUDGED: YES, LACKS: NO})) == ()


def test_what_is_said_of_one_kind_of_subject_leads_to_nothing_for_another() -> None:
    city = consequence("noted", (JUDGED,), subject="city")
    doubted = consequence("doubted", (JUDGED,))
    with Chaining((city, doubted)) as chaining:
        assert chaining.grounds("organization", {JUDGED: YES}) == {"doubted": 1}
        assert chaining.grounds("city", {JUDGED: PERHAPS}) == {"noted": -1}
        assert chaining.grounds("street", {JUDGED: YES}) == {}


def test_conditions_with_the_same_words_are_told_apart() -> None:
    other = Meets(Judged("organization", "doubtful", "另有异议"))
    assert str(other) == str(JUDGED)
    either = (consequence("first", (JUDGED,)), consequence("second", (other,)))
    with Chaining(either) as chaining:
        assert chaining.grounds("organization", {JUDGED: YES, other: NO}) == {"first": 1, "second": 0}
