"""What has changed from one version of a policy to another: by meaning, whatever its order, layout and names."""

import random
from pathlib import Path

import pytest
import yaml

from policyengine.language.comparing.changes import Aspect, Change, Difference, Section, What
from policyengine.language.comparing.compare import compare
from policyengine.language.load import read_policy
from policyengine.language.models import Policy

POLICIES = sorted((Path(__file__).parents[3] / "policies").glob("*.yaml"))

BASE = """\
policy: small
title: 小方案
jurisdiction: {city: "330800"}
period: {from: 2018-01-01, until: 2018-12-31}
vocabulary: social_organizations
targets:
  share: {value: 50%, label: 城市社区占比}
  steps: {value: {2018-01-01: 1, 2018-07-01: 2}, unit: 次}
  weight: {value: unspecified}
definitions:
  lively:
    subject: community
    where: {kind: urban, lots: {count: {where: {n: {at_least: 3, at_most: 9}}, at_least: $steps}}}
  kept:
    subject: organization
    cases:
      - {when: {management: dual}, then: unit}
      - {when: {charity: true}, then: committee}
    otherwise: none_of_them
rules:
  urban-share:
    title: 城市社区过半
    modality: must
    actor: 市民政局
    subject: county
    measure: {ratio: communities, where: {any: [{kind: urban}, {kind: rural}]}, satisfying: {lively: true}}
    require: {at_least: $share}
    cite:
      - {section: 一, quote: 过半}
      - {section: 二, quote: 一半}
    readings:
      all-urban: {note: 全部, require: {at_least: 100%}}
  dated:
    title: 按时备案
    modality: should
    subject: organization
    when: {kind: [foundation, social_association]}
    require: {filed_on: {on_or_before: {after: {field: established_on}, days: 30}}}
    due: {after: {field: established_on}, days: 60}
    cite: {section: 三, quote: 备案}
  records-kept:
    title: 建立台账
    modality: should
    subject: city
    evidence: {items: [台账, 名册], document: 工作台账}
    due: 2018-12-31
    cite: {section: 二, quote: 台账}
indicators:
  force:
    subject: city
    index: {activity: {measure: unspecified, weight: $weight}, influence: {measure: {count: counties}, weight: 0.5}}
consequences:
  listed:
    subject: county
    when: {verdicts: {urban-share: [noncompliant, shortfall]}, kind: district}
    then: 列入名单
    cite: {section: 四, quote: 列入名单}
  barred:
    subject: county
    when: {consequences: [listed]}
    then: 不得评优
    cite: {section: 四, quote: 不得评优}
uncodified:
  - {section: 前言, reason: preamble}
  - {section: 五, quote: 再次强调, reason: repeats, of: urban-share}
"""


def read(text: str) -> Policy:
    policy, _, findings = read_policy(text.encode(), "small.yaml")
    assert policy is not None, findings
    return policy


def changed(*pairs: tuple[str, str]) -> Difference:
    text = BASE
    for before, after in pairs:
        assert before in text, before
        text = text.replace(before, after)
    return compare(read(BASE), read(text))


def shuffled(value: object, draw: random.Random, key: str = "") -> object:
    """Data with its keys in another order, and the lists whose order says nothing."""
    match value:
        case dict():
            pairs = [(name, shuffled(each, draw, name)) for name, each in value.items()]
            draw.shuffle(pairs)
            return dict(pairs)
        case list():
            items = [shuffled(each, draw, key) for each in value]
            if key != "cases":
                draw.shuffle(items)
            return items
        case _:
            return value


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_order_layout_and_comments_are_no_change(path: Path) -> None:
    policy, _, _ = read_policy(path)
    data = yaml.load(path.read_bytes(), yaml.CBaseLoader)  # noqa: S506 - every scalar stays its own text
    text = yaml.dump(shuffled(data, random.Random(path.stem)), Dumper=yaml.CSafeDumper, sort_keys=False)  # noqa: S311 - no secret
    other, _, _ = read_policy(text.encode(), "other.yaml")
    assert policy is not None
    assert other is not None
    assert compare(policy, other).changes == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("value: 50%", "value: 1/2"),
        ("value: 50%", "value: 0.5"),
        ("at_least: 100%", "at_least: 1"),
        ("weight: 0.5", "weight: 50%"),
        ("days: 30", 'days: "030"'),
        ("{any: [{kind: urban}, {kind: rural}]}", "{any: [{kind: rural}, {kind: urban}, {kind: urban}]}"),
        ("when: {kind: [foundation, social_association]}", "when: {all: [{kind: [social_association, foundation]}]}"),
        ("where: {kind: urban, lots", "where: {all: [{kind: urban}], lots"),
        ("    due: 2018-12-31\n", ""),
        ("    modality: should\n    subject: city", "    modality: should\n    when: {}\n    subject: city"),
        ("items: [台账, 名册]", "items: [名册, 台账]"),
        (
            "{verdicts: {urban-share: [noncompliant, shortfall]}, kind: district}",
            "{all: [{kind: district}, {verdicts: {urban-share: [shortfall, noncompliant]}}]}",
        ),
    ],
)
def test_other_words_for_the_same_are_no_change(before: str, after: str) -> None:
    assert changed((before, after)).changes == ()


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("value: 50%", "value: 60%",
         Change(Section.TARGETS, What.CHANGED, "share", (Aspect("value", "50%", "60%"),), affects=("urban-share",))),
        ("2018-07-01: 2", "2018-08-01: 2",
         Change(Section.TARGETS, What.CHANGED, "steps",
                (Aspect("value", "{2018-01-01: 1, 2018-07-01: 2}", "{2018-01-01: 1, 2018-08-01: 2}"),),
                affects=("urban-share",))),
        ("value: unspecified", "value: 30%",
         Change(Section.TARGETS, What.CHANGED, "weight", (Aspect("value", "unspecified", "30%"),), affects=("force",))),
        ("n: {at_least: 3, at_most: 9}", "n: {more_than: 3, at_most: 9}",
         Change(Section.DEFINITIONS, What.CHANGED, "lively",
                (Aspect("where",
                        "{kind: urban, lots: {count: {where: {n: {at_least: 3, at_most: 9}}, at_least: $steps}}}",
                        "{kind: urban, lots: {count: {where: {n: {at_most: 9, more_than: 3}}, at_least: $steps}}}"),),
                affects=("urban-share",))),
        ("{management: dual}, then: unit", "{management: direct}, then: unit",
         Change(Section.DEFINITIONS, What.CHANGED, "kept",
                (Aspect("cases", "[{when: {management: dual}, then: unit}, {when: {charity: true}, then: committee}]",
                        "[{when: {management: direct}, then: unit}, {when: {charity: true}, then: committee}]"),))),
        ("quote: 一半", "quote: 百分之五十",
         Change(Section.RULES, What.CHANGED, "urban-share",
                (Aspect("cite", "[{section: 一, quote: 过半}, {section: 二, quote: 一半}]",
                        "[{section: 一, quote: 过半}, {section: 二, quote: 百分之五十}]"),))),
        ("all-urban: {note: 全部, require: {at_least: 100%}}", "all-urban: {note: 全部, require: {more_than: 90%}}",
         Change(Section.RULES, What.CHANGED, "urban-share",
                (Aspect("readings.all-urban.require", "{at_least: 100%}", "{more_than: 90%}"),))),
        ("    readings:\n      all-urban: {note: 全部, require: {at_least: 100%}}\n", "",
         Change(Section.RULES, What.CHANGED, "urban-share",
                (Aspect("readings", "{all-urban: {note: 全部, require: {at_least: 100%}}}", ""),))),
        ("days: 60", "months: 2",
         Change(Section.RULES, What.CHANGED, "dated",
                (Aspect("due", "{after: {field: established_on}, days: 60}",
                        "{after: {field: established_on}, months: 2}"),))),
        ("    due: 2018-12-31\n", "    due: standing\n",
         Change(Section.RULES, What.CHANGED, "records-kept", (Aspect("due", "2018-12-31", "standing"),))),
        ("    actor: 市民政局\n", "",
         Change(Section.RULES, What.CHANGED, "urban-share", (Aspect("actor", "市民政局", ""),))),
        ("weight: 0.5", "weight: 0.6",
         Change(Section.INDICATORS, What.CHANGED, "force",
                (Aspect("index.influence", "{measure: {count: counties}, weight: 0.5}",
                        "{measure: {count: counties}, weight: 0.6}"),))),
        ("[noncompliant, shortfall]", "noncompliant",
         Change(Section.CONSEQUENCES, What.CHANGED, "listed",
                (Aspect("when", "{verdicts: {urban-share: [noncompliant, shortfall]}, kind: district}",
                        "{verdicts: {urban-share: noncompliant}, kind: district}"),))),
        ("reason: preamble", "reason: heading",
         Change(Section.UNCODIFIED, What.CHANGED, "前言", (Aspect("reason", "preamble", "heading"),))),
        ("title: 小方案", "title: 大方案",
         Change(Section.POLICY, What.CHANGED, "small", (Aspect("title", "小方案", "大方案"),))),
    ],
)  # fmt: skip
def test_what_means_something_else_is_told_by_key(before: str, after: str, change: Change) -> None:
    assert changed((before, after)).changes == (change,)


def test_added_and_removed() -> None:
    dropped = BASE[BASE.index("  dated:") : BASE.index("  records-kept:")]
    fewer, more = changed((dropped, "")), compare(read(BASE.replace(dropped, "")), read(BASE))
    assert [(c.section, c.what, c.name) for c in fewer.changes] == [(Section.RULES, What.REMOVED, "dated")]
    assert [(c.section, c.what, c.name) for c in more.changes] == [(Section.RULES, What.ADDED, "dated")]
    assert more.changes[0].aspects[0] == Aspect("title", "", "按时备案")
    assert fewer.rules == {"urban-share": "urban-share", "records-kept": "records-kept"}


def test_what_is_renamed_is_told_as_renamed_and_its_users_are_unchanged() -> None:
    found = changed(
        ("$share", "$half"),
        ("  share:", "  half:"),
        ("lively", "busy"),
        ("urban-share", "majority"),
        ("listed", "named"),
    )
    assert [(c.section, c.what, c.formerly, c.name, c.aspects) for c in found.changes] == [
        (Section.TARGETS, What.RENAMED, "share", "half", ()),
        (Section.DEFINITIONS, What.RENAMED, "lively", "busy", ()),
        (Section.RULES, What.RENAMED, "urban-share", "majority", ()),
        (Section.CONSEQUENCES, What.RENAMED, "listed", "named", ()),
    ]
    assert found.rules == {"urban-share": "majority", "dated": "dated", "records-kept": "records-kept"}


def test_renamed_under_another_title_is_still_the_same_duty() -> None:
    found = changed(("urban-share", "majority"), ("城市社区过半", "城市社区超过一半"))
    assert found.changes == (
        Change(
            Section.RULES,
            What.RENAMED,
            "majority",
            (Aspect("title", "城市社区过半", "城市社区超过一半"),),
            "urban-share",
        ),
    )


def test_another_duty_under_another_name_is_another_rule() -> None:
    found = changed(("records-kept", "registers-kept"), ("quote: 台账", "quote: 名册"), ("建立台账", "建立名册"))
    assert [(c.what, c.name) for c in found.changes] == [
        (What.REMOVED, "records-kept"),
        (What.ADDED, "registers-kept"),
    ]


def test_words_are_compared_as_words() -> None:
    """`01` is another code than `1`, though not another number."""
    coded = ("kind: district", 'kind: {not: "01"}')
    other = read(BASE.replace(coded[0], 'kind: {not: "1"}'))
    assert len(compare(read(BASE.replace(*coded)), other).changes) == 1


@pytest.mark.parametrize(
    ("part", "section", "name"),
    [
        ("  force:\n    subject: city", Section.INDICATORS, "force"),
        ("  barred:\n    subject: county", Section.CONSEQUENCES, "barred"),
        ("  urban-share:\n    title: 城市社区过半", Section.RULES, "urban-share"),
    ],
)
def test_a_key_that_was_not_there_before_had_no_words(part: str, section: Section, name: str) -> None:
    key, words = ("reading", "按字面") if section is not Section.INDICATORS else ("title", "组织力")
    [change] = changed((part, f"{part}\n    {key}: {words}")).changes
    assert change == Change(section, What.CHANGED, name, (Aspect(key, "", words),))
