"""One value of a policy changed, and every other byte of its file kept."""

import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyengine.authoring.editing import ChangedMeanwhileError, EditError, edit_value, write_edit
from policyengine.authoring.editing.addresses import UnknownTargetError, addresses
from policyengine.authoring.editing.spelling import BadValueError, spelled
from policyengine.language.load import load_policy
from policyengine.reading.dates import parse_date
from policyengine.reading.errors import PolicyError
from policyengine.reading.nodes import ScalarNode
from policyengine.reading.numbers import parse_number
from policyengine.reading.yaml_tree import read_tree
from policyengine.verdicts.write import UnwritableOutputError

POLICIES = sorted((Path(__file__).parents[3] / "policies").glob("*.yaml"))

TEXT = """\
# 𠮷 not of the basic plane, before what is changed\r
policy: small\r
title: "小方案"   \r
jurisdiction: {city: "330800"}\r
period: {from: 2018-01-01, until: 2018-12-31}\r
vocabulary:   social_organizations\r
targets:\r
    share:   {value:  50%  , label: '占比'}   # kept\r
    steps: {value: {2018-01-01: 1, 2018-07-01: 2}}\r
    single: {value: '3'}\r
    double: {value: "4"}\r
    open: {value: unspecified}\r
    day: {value: 2018-06-30}\r
rules:\r
  urban-share:\r
    title: 城市社区过半\r
    modality: must\r
    subject: county\r
    measure: {ratio: communities, where: {organizations: {count: {at_least: $steps}}}, satisfying: {kind: urban}}\r
    require: {at_least: $share, at_most: 90%}\r
    readings: {all-urban: {note: 全部, require: {at_least: 100%}}}\r
    cite: {section: 一, quote: 过半}\r
  enough:\r
    title: 够\r
    modality: must\r
    subject: county\r
    measure: {count: communities}\r
    require:\r
      at_least: 3 # three\r
      at_most: $double\r
      not: $single\r
      less_than: $open\r
    cite: {section: 一, quote: 够}\r
  always:\r
    title: 一直\r
    modality: must\r
    subject: county\r
    measure: {ratio: communities, satisfying: {kind: urban}}\r
    require: {at_least: $share}\r
    cite: {section: 二, quote: 一直}\r
  dated:\r
    title: 按时备案\r
    modality: should\r
    subject: organization\r
    when: {any: [{staff: {more_than: 5}}, {established_on: {before: $day}}]}\r
    require: {filed_on: {on_or_before: {after: {field: established_on}, days: 30}}}\r
    due: 2018-11-30\r
    cite: {section: 三, quote: 备案}\r
"""


def written(folder: Path, text: str = TEXT) -> Path:
    path = folder / "small.yaml"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    ("name", "value", "before", "after"),
    [
        ("share", "60%", "{value:  50%  ,", "{value:  60%  ,"),
        ("share", "0.6", "{value:  50%  ,", "{value:  60%  ,"),
        ("share", "1/3", "{value:  50%  ,", "{value:  1/3  ,"),
        ("targets.share", "unspecified", "{value:  50%  ,", "{value:  unspecified  ,"),
        ("steps@2018-07-01", "3", "2018-07-01: 2", "2018-07-01: 3"),
        ("single", "12", "'3'", "'12'"),
        ("double", "12", '"4"', '"12"'),
        ("open", "7", "unspecified", "7"),
        ("day", "2018-07-01", "2018-06-30", "2018-07-01"),
        ("urban-share", "0.95", "at_most: 90%", "at_most: 95%"),
        ("urban-share.require.at_most", "95%", "at_most: 90%", "at_most: 95%"),
        ("urban-share.readings.all-urban.require.at_least", "99%", "100%", "99%"),
        ("enough", "2", "3 # three", "2 # three"),
        ("rules.dated.when.any.0.staff.more_than", "6", "more_than: 5", "more_than: 6"),
        ("dated.due", "2018-12-01", "due: 2018-11-30", "due: 2018-12-01"),
        ("dated", "45", "days: 30", "days: 45"),
        ("dated.require.filed_on.on_or_before.days", "45", "days: 30", "days: 45"),
    ],
)
def test_only_the_value_changes(tmp_path: Path, name: str, value: str, before: str, after: str) -> None:
    mark = "\ufeff" if len(name) % 2 else ""
    path = written(tmp_path, mark + TEXT)
    edit = edit_value(path, name, value)
    assert edit.findings == ()
    assert path.read_bytes().decode() == mark + TEXT
    write_edit(edit)
    assert TEXT.count(before) == 1
    assert path.read_bytes().decode() == mark + TEXT.replace(before, after)
    write_edit(edit_value(path, edit.address, edit.before, as_written=True))
    assert path.read_bytes().decode() == mark + TEXT


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_values_of_the_plans_are_changed_where_they_stand(path: Path) -> None:
    policy, text = load_policy(path), path.read_text("utf-8")
    tree = read_tree(path)
    known = addresses(policy)
    assert {target.name for target in policy.targets} == {name.partition("@")[0] for name in known if "." not in name}
    for address in (next(iter(known)), list(known)[len(known) // 2], list(known)[-1]):
        node = tree.node(known[address])
        assert isinstance(node, ScalarNode)
        edit = edit_value(path, address, "2031-07-19" if parse_date(node.text) else "73/97")
        lines = list(enumerate(zip(text.splitlines(), edit.new.decode().splitlines(), strict=True), start=1))
        assert [n for n, (old, new) in lines if old != new] == [node.place.line]


def test_the_same_value_is_no_change(tmp_path: Path) -> None:
    path = written(tmp_path)
    for value in ("50%", "1/2", "0.5"):
        edit = edit_value(path, "share", value)
        assert (edit.old == edit.new, edit.before, edit.after) == (True, "50%", "50%")


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("share", "5", "ratio-out-of-range"),
        ("enough", "2018-12-31", "not-a-number"),
        ("dated.due", "15", "bad-due"),
        ("enough", "unspecified", "not-a-number"),
    ],
)
def test_what_would_make_the_policy_wrong_is_found(tmp_path: Path, name: str, value: str, code: str) -> None:
    assert {finding.code for finding in edit_value(written(tmp_path), name, value).findings} == {code}


def test_findings_that_were_there_before_do_not_hinder(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT.replace("share:   {", "unused: {value: 1}\r\n    share:   {"))
    assert edit_value(path, "share", "60%").findings == ()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("shar", "Did you mean `share`?"),
        ("steps", "Name one: `steps@2018-01-01`, `steps@2018-07-01`."),
        ("urban-share.readings", "Name one: `urban-share.readings.all-urban.require.at_least`."),
        ("always", "Name one: `share`."),
        (
            "nothing-like-it",
            "Known are: `day`, `double`, `open`, `share`, `single`, `steps@2018-01-01`, `steps@2018-07-01`.",
        ),
        ("dated.title", "Did you mean `dated.due`?"),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_is_refused_with_what_can(tmp_path: Path, name: str, hint: str) -> None:
    with pytest.raises(UnknownTargetError) as refused:
        edit_value(written(tmp_path), name, "1")
    assert refused.value.way_out.en == hint


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{value: '3'}", "{value: &three 3}"),
        ("at_least: 3 # three", "at_least: &three 3\r\n      more_than: *three"),
        ("at_least: 3 # three", "at_least: |\r\n        3"),
        ("at_least: 3 # three", 'at_least: "\r\n        3"'),
    ],
)
def test_values_that_do_not_stand_alone_are_refused(tmp_path: Path, before: str, after: str) -> None:
    path = written(tmp_path, TEXT.replace(before, after))
    name = "single" if "'3'" in before else "enough.require.at_least"
    with pytest.raises(EditError):
        edit_value(path, name, "7")


def test_a_file_that_is_no_policy_is_refused(tmp_path: Path) -> None:
    for text in ("policy: [", "policy: x\r\n"):
        with pytest.raises(PolicyError):
            edit_value(written(tmp_path, text), "share", "1")
    with pytest.raises(PolicyError):
        edit_value(tmp_path / "none.yaml", "share", "1")


@pytest.mark.parametrize("value", ["", "5 %", "５%", "1,000", "1e3", "3/0", "2018-02-30", "很多"])
def test_what_is_no_value_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(BadValueError):
        edit_value(written(tmp_path), "share", value)


def test_links_and_permissions_are_kept(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.chmod(0o640)
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "here.yaml"
    link.symlink_to(path)
    write_edit(edit_value(link, "share", "60%"))
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert b"60%" in path.read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["links", "small.yaml"]


def test_what_others_wrote_meanwhile_stays(tmp_path: Path) -> None:
    path = written(tmp_path)
    edit = edit_value(path, "share", "60%")
    path.write_bytes(b"theirs")
    with pytest.raises(ChangedMeanwhileError):
        write_edit(edit)
    assert path.read_bytes() == b"theirs"
    path.unlink()
    with pytest.raises(UnwritableOutputError):
        write_edit(edit)


numbers = st.one_of(
    st.integers(-(10**6), 10**6).map(str),
    st.decimals(-1000, 1000, places=3).map(str),
    st.decimals(-1000, 1000, places=2).map("{}%".format),
    st.tuples(st.integers(-99, 99), st.integers(1, 99)).map(lambda pair: f"{pair[0]}/{pair[1]}"),
)


@settings(max_examples=300)
@given(numbers, numbers)
def test_another_form_says_the_same_number(given_value: str, old: str) -> None:
    said, meant = parse_number(spelled(given_value, old)), parse_number(given_value)
    assert said is not None
    assert meant is not None
    assert said.value == meant.value


@pytest.mark.parametrize(
    ("given_value", "old", "expected"),
    [
        ("0.08", "5%", "8%"),
        ("1/8", "5%", "12.5%"),
        ("1/3", "5%", "1/3"),
        ("75%", "2/3", "3/4"),
        ("60%", "0.5", "0.6"),
        ("200%", "0.5", "2.0"),
        ("12.5", "13", "12.5"),
        ("1", "50%", "1"),
        ("-0.05", "5%", "-5%"),
        ("2018-12-31", "13", "2018-12-31"),
        ("13", "unspecified", "13"),
    ],
)
def test_forms(given_value: str, old: str, expected: str) -> None:
    assert spelled(given_value, old) == expected
