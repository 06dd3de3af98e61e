"""Certificates and the other readings of a rule: derived with the verdict, or named where they cannot be."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from policyengine.audit.certificates import make
from policyengine.audit.certificates.material import PersonalDataError
from policyengine.audit.certificates.report import object_of, text_of
from policyengine.audit.checker.verify import verify
from policyengine.engine.walker.rows import Facts
from policyengine.engine.walker.walk import walk
from policyengine.plan.nodes import Ratio
from policyengine.plan.planned import PlannedRule, Standing
from policyengine.reading.text import Text
from policyengine.verdicts.assemble import verdict_of
from tests.audit.certified import asked_rule, case_of, certified, home_of
from tests.audit.test_certificate import REFUSALS, key_of, payload_of, resealed
from tests.engine.village import CITY_CLUBS, at_least, is_, path, population, require

EVERY = Ratio(population(CITY_CLUBS), is_(path("club", "open"), "true"))
OTHER = replace(
    asked_rule(),
    alternative="open-now",
    requirement=require(EVERY, at_least(Fraction(1, 3))),
    reading="三分之一即可",
    due=Standing(),
)
"""Of all clubs a third is open, at any time."""


def stated(asked: PlannedRule) -> dict[str, Any]:
    case = case_of(asked_rule())
    outcome = walk(case.plan, asked, Facts(case.facts), "1", case.as_of)
    return verdict_of(case, asked, "1", outcome).model_dump(mode="json")


def test_other_readings_are_derived_too(tmp_path: Path) -> None:
    checked = verify(certified(home_of(tmp_path), asked_rule(), alternatives=[OTHER]))
    (reading,) = checked.predicate.readings
    assert (reading.name, reading.note) == ("open-now", "三分之一即可")
    assert reading.derived is not None
    assert reading.derived.verdict.model_dump(mode="json") == stated(OTHER)
    assert (checked.predicate.verdict.status, stated(OTHER)["status"]) == ("pending", "compliant")
    assert "三分之一即可: compliant\n" in text_of(checked, "en")
    assert object_of(checked)["readings"] == [{"name": "open-now", "note": "三分之一即可", "verdict": stated(OTHER)}]


def test_a_reading_that_would_make_it_too_large_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = home_of(tmp_path)
    alone = len(certified(home, asked_rule()))
    monkeypatch.setattr(make, "MOST_BYTES", alone + 1000)
    checked = verify(certified(home, asked_rule(), alternatives=[OTHER]))
    assert [(each.name, each.derived) for each in checked.predicate.readings] == [("open-now", None)]
    assert "三分之一即可: not derived here\n" in text_of(checked, "en")


def test_a_reading_that_would_tell_what_is_personal_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    material_of = make.material_of

    def shy(case: Any, asked: PlannedRule, subject: str, **said: Any) -> Any:
        if asked.alternative is not None:
            raise PersonalDataError(Text("个人信息", "personal"))
        return material_of(case, asked, subject, **said)

    monkeypatch.setattr(make, "material_of", shy)
    checked = verify(certified(home_of(tmp_path), asked_rule(), alternatives=[OTHER]))
    assert [(each.note, each.derived) for each in checked.predicate.readings] == [("三分之一即可", None)]


Change = Callable[[dict[str, Any]], None]


def of_another_rule(derived: dict[str, Any]) -> None:
    derived["material"]["rule"]["id"] = "another"


def in_other_words(derived: dict[str, Any]) -> None:
    derived["material"]["rule"]["reading"] = "一半即可"


def on_another_subject(derived: dict[str, Any]) -> None:
    derived["material"]["subject"]["origin"]["id"] = "2"


def on_another_day(derived: dict[str, Any]) -> None:
    derived["material"]["as_of"] = "2019-06-30"


def with_another_status(derived: dict[str, Any]) -> None:
    derived["verdict"]["status"] = "pending"


def over_more_than_is_known(derived: dict[str, Any]) -> None:
    club = derived["material"]["entities"]["club"]
    club["complete"] = not club["complete"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (of_another_rule, "the reading `open-now` is of another rule, or about another subject"),
        (in_other_words, "the reading `open-now` is of another rule, or about another subject"),
        (on_another_subject, "the reading `open-now` is of another rule, or about another subject"),
        (on_another_day, "the reading `open-now` is of another rule, or about another subject"),
        (with_another_status, "`readings.open-now.status` is stated as `pending`, but `compliant` follows"),
        (over_more_than_is_known, "`club` is not as complete as the manifest says"),
    ],
)
def test_a_reading_that_is_not_what_it_says_is_refused(tmp_path: Path, change: Change, said: str) -> None:
    home = home_of(tmp_path)
    payload = payload_of(certified(home, asked_rule(), alternatives=[OTHER]))
    change(payload["predicate"]["readings"][0]["derived"])
    with pytest.raises(REFUSALS, match=said):
        verify(resealed(rfc8785.dumps(payload), key_of(home)))
