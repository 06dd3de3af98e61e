"""Consequences: what they follow from, and where each part of it stands."""

from policyengine.language.load import load_policy, read_policy
from policyengine.language.models import AllFollow, Consequence, Entry, Equals, Grounds, Quantified, VerdictsAre
from policyengine.language.statuses import Status
from policyengine.reading.place import Place
from tests.language.reading_policies import EXAMPLE, HEAD, codes_of, policy_of


def grounds_of(when: str) -> Grounds:
    return consequence_of(when).when


def consequence_of(when: str) -> Consequence:
    return policy_of(text_of(when)).consequences[0]


def text_of(when: str) -> str:
    return (
        f"{HEAD}consequences:\n  listed:\n    subject: organization\n    when: {when}\n"
        "    then: 列入名录\n    cite: {section: a, quote: b}\n"
    )


def test_the_example_of_the_language() -> None:
    listed, excluded = load_policy(EXAMPLE).consequences
    assert (listed.id, listed.title, listed.subject, listed.then) == (
        "abnormal-list",
        "列入名录",
        "organization",
        "列入活动异常名录",
    )
    assert [cite.quote for cite in listed.cite] == ["活动异常名录"]
    assert listed.reading == "由登记管理机关列入。"
    assert (excluded.title, excluded.reading) == (None, None)


def test_a_mapping_holds_where_all_of_its_entries_do() -> None:
    verdicts, follow, own, children = grounds_of(
        "{verdicts: {one: noncompliant, two: [pending, shortfall]}, consequences: [warned, published], "
        "kind: urban, inspections: {some: {on_site: true}}}"
    ).entries
    assert isinstance(verdicts, VerdictsAre)
    assert verdicts.wanted
    assert verdicts.verdicts == (("one", (Status.NONCOMPLIANT,)), ("two", (Status.PENDING, Status.SHORTFALL)))
    assert isinstance(follow, AllFollow)
    assert follow.consequences == ("warned", "published")
    assert isinstance(own, Entry)
    assert isinstance(own.test, Equals)
    assert isinstance(children, Entry)
    assert isinstance(children.test, Quantified)


def test_groups_and_what_is_denied() -> None:
    either, both, denied = grounds_of(
        "{any: [{kind: urban}, {consequences: [warned]}], all: [{kind: urban}], not: {verdicts: {one: compliant}}}"
    ).entries
    assert isinstance(either, Grounds)
    assert isinstance(both, Grounds)
    assert (either.every, both.every) == (False, True)
    assert [len(part.entries) for part in either.entries if isinstance(part, Grounds)] == [1, 1]
    assert denied == VerdictsAre(verdicts=(("one", (Status.COMPLIANT,)),), wanted=False, at=denied.at)


def test_each_part_knows_its_place() -> None:
    policy, tree, _ = read_policy(text_of("{not: {verdicts: {one: compliant}}}").encode(), "demo.yaml")
    assert policy is not None
    denied = policy.consequences[0].when.entries[0]
    assert tree.place((*denied.at, "one"), key=True) == Place("demo.yaml", 9, 29, 3)


def test_what_cannot_be_read() -> None:
    assert codes_of(text_of("{verdicts: {one: unknown}}")) == ["not-one-of"]
    assert codes_of(text_of("{verdicts: [one]}")) == ["not-a-mapping"]
    assert codes_of(text_of("{consequences: []}")) == ["empty-value"]
    assert codes_of(text_of("{consequences: [warned, warned]}")) == ["repeated-item"]
    assert codes_of(text_of("{at_least: 3}")) == ["not-a-field"]
    assert codes_of(text_of("[{kind: urban}]")) == ["not-a-mapping"]
    assert codes_of(text_of("{kind: urban}").replace("    then: 列入名录\n", "")) == ["missing-key"]
