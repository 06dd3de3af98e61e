"""Waivers files."""

from datetime import date
from pathlib import Path

import pytest

from policyengine.language.waivers import Waiver, load_waivers
from policyengine.reading.errors import PolicyError
from policyengine.reading.place import Place

GOOD = """\
waivers:
  - {policy: demo, rule: one, subject: "010", from: 2018-06-01, until: 2018-06-30, owner: Bureau, reason: Flood}
"""


def test_waivers_keep_their_place(tmp_path: Path) -> None:
    path = tmp_path / "a.waivers.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_waivers(path) == (
        Waiver(
            policy="demo",
            rule="one",
            subject="010",
            start=date(2018, 6, 1),
            end=date(2018, 6, 30),
            owner="Bureau",
            reason="Flood",
            place=Place(str(path), 2, 5, 108),
        ),
    )


def test_all_that_is_wrong_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.waivers.yaml"
    text = (
        GOOD.replace("owner: Bureau, ", "").replace("2018-06-30", "2018-05-31").replace("reason: Flood", "reason: ''")
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as raised:
        load_waivers(path)
    assert [finding.code for finding in raised.value.findings] == ["missing-key", "period-reversed", "empty-value"]
