"""What falls due and what expires, soonest first."""

from datetime import date
from pathlib import Path

import policyengine as pe
from policyengine.authoring.due import Coming, Kind
from policyengine.language.models import Citation
from policyengine.reading.text import NOTHING, Text
from tests.authoring.due.town import read

AS_OF = date(2018, 6, 1)

DUTY = Coming(
    kind=Kind.DUTY,
    day=date(2018, 6, 30),
    days_left=29,
    subject_kind="county",
    subject_label=Text("县", "county"),
    subject="A",
    name="甲县",
    what=Text("有四家以上商店", "有四家以上商店"),
    lacking=Text("还差 1 个商店", "short by 1 (shops)"),
    policy="town_2018",
    rule="four-shops",
    actor="县商务局",
    citations=(Citation(section="一", quote="四家以上"),),
)
EXPIRY = Coming(
    kind=Kind.EXPIRY,
    day=date(2018, 6, 15),
    days_left=14,
    subject_kind="shop",
    subject_label=Text("商店", "shop"),
    subject="s1",
    name="一号店",
    what=Text("许可证到期日", "licence expires"),
    lacking=NOTHING,
    field="licence_until",
)


def found(folder: Path, as_of: date = AS_OF, within: int = 60, *, unmask: bool = False) -> tuple[Coming, ...]:
    policy, facts = read(folder)
    return pe.coming_due([policy], facts, as_of=as_of, within=within, unmask=unmask)


def short(coming: tuple[Coming, ...]) -> list[tuple[str, int, str, str | None]]:
    return [(str(one.day), one.days_left, one.rule or one.field or "", one.subject) for one in coming]


def test_soonest_first_in_the_jurisdiction_and_of_what_exists(tmp_path: Path) -> None:
    """s3 lies elsewhere, s4 is closed, s6 is not open yet, s7 has expired; nobody knows where s5 lies."""
    coming = found(tmp_path)
    assert short(coming) == [
        ("2018-06-09", 8, "trained", "s2"),
        ("2018-06-12", 11, "licence_until", "s5"),
        ("2018-06-15", 14, "licence_until", "s1"),
        ("2018-06-30", 29, "four-shops", "A"),
        ("2018-07-01", 30, "term_until", "keeper-0002"),
        ("2018-07-03", 32, "trained", "s1"),
    ]
    assert DUTY in coming
    assert EXPIRY in coming


def test_what_is_lacking_in_words(tmp_path: Path) -> None:
    lacking = {(one.rule, one.subject): one.lacking.zh for one in found(tmp_path, within=365) if one.rule}
    assert lacking == {
        ("trained", "s1"): "尚未满足：“trained”为是",
        ("trained", "s2"): "尚未满足：“trained”为是；店员数不少于 1",
        ("four-shops", "A"): "还差 1 个商店",
        ("recorded", "A"): "尚未满足：账本",
    }


def test_the_last_days_of_the_span_belong_to_it(tmp_path: Path) -> None:
    assert short(found(tmp_path, date(2018, 6, 15), 15)) == [
        ("2018-06-15", 0, "licence_until", "s1"),
        ("2018-06-30", 15, "four-shops", "A"),
    ]


def test_persons_have_pseudonyms_and_hidden_dates_are_left_out(tmp_path: Path) -> None:
    """Of a person the shop is named; when the badge expires is personal itself."""
    masked = [one for one in found(tmp_path) if one.subject_kind == "keeper"]
    assert [(one.subject, one.name, one.field) for one in masked] == [("keeper-0002", "一号店", "term_until")]
    (tmp_path / "again").mkdir()
    shown = [one for one in found(tmp_path / "again", unmask=True) if one.subject_kind == "keeper"]
    assert [(one.subject, one.name, one.field) for one in shown] == [
        ("k1", "赵某", "term_until"),
        ("k1", "赵某", "badge_until"),
    ]


def test_over_the_nation_every_row_counts(tmp_path: Path) -> None:
    policy, facts = read(tmp_path)
    coming = pe.coming_due([policy], facts, as_of=AS_OF, jurisdiction="national")
    assert {one.subject for one in coming if one.field == "licence_until"} == {"s1", "s3", "s5"}


def test_each_thing_is_told_once_for_several_policies(tmp_path: Path) -> None:
    policy, facts = read(tmp_path)
    twice = pe.coming_due([policy, policy], facts, as_of=AS_OF)
    assert twice == pe.coming_due([policy], facts, as_of=AS_OF)


def test_far_ahead_is_the_end_of_the_calendar(tmp_path: Path) -> None:
    assert len(found(tmp_path, within=10**7)) == 8
