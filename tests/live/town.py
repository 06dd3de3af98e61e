"""A plan of four rules and two consequences over a small town, for sessions."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import policyengine as pe
from policyengine.live.changes import Change, ConsequenceChange, VerdictChange

AS_OF = date(2018, 6, 1)

PLAN = """\
policy: town
title: 小镇方案
jurisdiction: {city: "330800"}
period: {from: 2018-01-01, until: 2018-12-31}
vocabulary: social_organizations
rules:
  half-inspected:
    title: 登记的组织过半受到检查
    modality: must
    subject: county
    measure:
      ratio: organizations
      where: {registration: registered}
      satisfying: {inspections: {some: {on_site: true}}}
    require: {at_least: 50%}
    cite: {section: 一, quote: 过半}
  two-in-each:
    title: 各社区至少两个组织
    modality: should
    subject: community
    measure: {count: organizations}
    require: {at_least: 2}
    due: standing
    cite: {section: 一, quote: 两个}
  branch:
    title: 三名以上党员的单独建支部
    modality: must
    subject: organization
    when: {full_time_party_members: {at_least: 3}}
    require: {party_organization_form: standalone}
    due: standing
    cite: {section: 一, quote: 支部}
  records-kept:
    title: 建立台账
    modality: must
    subject: city
    evidence: {items: [台账]}
    cite: {section: 一, quote: 台账}
consequences:
  listed:
    subject: organization
    when: {verdicts: {branch: noncompliant}}
    then: 列入名录
    cite: {section: 一, quote: 名录}
  excluded:
    subject: organization
    when: {consequences: [listed]}
    then: 不得评优
    cite: {section: 一, quote: 评优}
"""

Row = dict[str, object]


def organization(number: int, **given: object) -> Row:
    """An organization of the first community."""
    return {
        "id": f"o{number}",
        "registration": "registered",
        "county": "330802",
        "street": "s",
        "community": "c1",
        "established_on": date(2015, 1, 1),
        "dissolved_on": None,
        "full_time_party_members": 0,
        "party_organization_form": "not_established",
        **given,
    }


def tables(organizations: Iterable[Row] = ()) -> dict[str, list[Row]]:
    """The town; without organizations their table is empty, and complete."""
    return {
        "city": [{"id": "330800"}],
        "county": [{"id": "330802", "city": "330800"}],
        "street": [{"id": "s", "county": "330802"}],
        "community": [{"id": "c1", "street": "s"}, {"id": "c2", "street": "s"}],
        "organization": [*organizations] or {name: [] for name in organization(0)},  # type: ignore[dict-item]  # columns
        "inspection": {"id": [], "organization": [], "on_site": [], "inspected_on": []},  # type: ignore[dict-item]  # columns
        "work_record": {  # type: ignore[dict-item]  # columns, as above
            name: [] for name in ("id", "policy", "rule", "item", "subject_kind", "subject_id", "outcome", "done_on")
        },
    }


def session(
    folder: Path, organizations: Iterable[Row] = (), as_of: date = AS_OF, waivers: Iterable[pe.Waiver] = ()
) -> pe.LiveSession:
    """A session over the town."""
    path = folder / "town.yaml"
    path.write_text(PLAN, "utf-8")
    return pe.live([pe.load_policy(path)], pe.read_facts(tables(organizations)), as_of=as_of, waivers=waivers)


def moved(changes: Iterable[Change]) -> set[tuple[str, str, str | None, str | None]]:
    """The rules and consequences that changed, of whom, from what to what."""
    return {_moved(change) for change in changes}


def _moved(change: Change) -> tuple[str, str, str | None, str | None]:
    if isinstance(change, ConsequenceChange):
        truths = [None if each is None else each.truth.name.lower() for each in (change.before, change.after)]
        return change.consequence, change.subject, truths[0], truths[1]
    assert isinstance(change, VerdictChange)
    statuses = [None if each is None else each.status.value for each in (change.before, change.after)]
    return change.rule, change.subject, statuses[0], statuses[1]
