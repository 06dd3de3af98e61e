"""All that a verdict is derived from, taken from the facts of an evaluation."""

from datetime import date

from policyengine.audit.certificates.groups import Grouping, origin
from policyengine.audit.certificates.rule_data import rule_data
from policyengine.audit.certificates.sites import Reading, Site, reading_of_whole, sites_of
from policyengine.audit.checker import material as data
from policyengine.audit.checker.scalars import NONE, UNKNOWN, Cell
from policyengine.engine.walker.rows import Facts, Lack, Row
from policyengine.engine.walker.timing import timing
from policyengine.engine.walker.values import Scene
from policyengine.explain.nearby import Nearby
from policyengine.facts.mask import Mask
from policyengine.facts.tables import FactBase
from policyengine.plan.nodes import Path
from policyengine.plan.planned import EvidenceRequirement, Plan, PlannedRule
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.text import Text, listed
from policyengine.verdicts.assemble import Case, mask_for
from policyengine.vocabulary.models import Entity, FieldType
from policyengine.vocabulary.work_record import WORK_RECORD

RECORD_FIELDS = ("policy", "rule", "item", "subject_kind", "subject_id", "outcome", "done_on")


def material_of(case: Case, rule: PlannedRule, subject_id: str, *, unmask: bool = False) -> data.Material:
    """The material of the verdict that a rule of the case's plan gives a subject that the plan binds.

    Raises `PersonalDataError` where the rule reads what is personal and `unmask` does not say that it may be told.
    """
    facts = Facts(_cut_down(case, rule, subject_id))
    subject = facts.row(rule.subject, subject_id)
    scene = Scene(facts, timing(case.plan, rule.due, subject, facts, case.as_of).measured_on)
    mask = Mask(facts.vocabulary, unmask=unmask)
    site, grouping = sites_of(rule, facts), Grouping(scene, mask)
    records = _records_site(rule, facts)
    _refuse_personal(site, mask)
    waiver = case.waived.get((rule.id, subject_id))
    return data.Material(
        plan=_plan(case.plan, rule),
        rule=rule_data(rule),
        as_of=case.as_of,
        snapshot_on=case.facts.snapshot_on,
        entities=_entities([*site.all_below(), *([records] if records else [])], facts),
        subject=data.Subject(
            origin=origin(subject),
            known_as=mask_for(case).id(rule.subject, subject_id),
            listed=subject_id in facts.rows(rule.subject),
            place=_place(case.plan, subject, facts),
            cells=grouping.cells(subject, site),
            children=grouping.children(subject, site),
        ),
        unplaced=grouping.unplaced(site),
        records=() if records is None else grouping.groups(_records(rule, facts, subject_id), records),
        waiver=None
        if waiver is None
        else data.Waiver(owner=waiver.owner, reason=waiver.reason, start=waiver.start, end=waiver.end),
    )


class PersonalDataError(WrongUsageError):
    """A certificate that would tell what is personal."""


def _refuse_personal(subject: Site, mask: Mask) -> None:
    """Of persons all may be counted, but nobody named, and no cell told that is personal."""
    told = [subject.entity] if mask.renames(subject.entity) else []
    for site in subject.all_below():
        paths = [reading.path for reading in site.readings.values()]
        told += [f"{path.entity}.{path}" for path in paths if mask.hides(path.owner, path.field)]
        told += [f"{site.entity}.{name}" for name in sorted(site.judged) if mask.hides(site.entity, name)]
    if told:
        names = listed(sorted(set(told)))
        raise PersonalDataError(
            Text(f"证书须载明个人信息：{names.zh}", f"the certificate would have to tell personal data: {names.en}"),
            Text("确需出具时请加 `--unmask`。", "Add `--unmask` where it is needed all the same."),
        )


def _cut_down(case: Case, rule: PlannedRule, subject: str) -> FactBase:
    """The facts that the rule reads for the subject."""
    nearby = Nearby(case.facts, case.as_of)
    nearby.keep(rule.subject, [subject])
    nearby.follow(rule.subject, [subject], case.plan.paths[rule.subject][:-1])
    nearby.condition(reading_of_whole(rule), rule.subject, [subject])
    if isinstance(rule.requirement, EvidenceRequirement):
        nearby.evidence(rule.requirement, subject)
    return nearby.facts()


def _plan(plan: Plan, rule: PlannedRule) -> data.Plan:
    binds = plan.jurisdiction
    return data.Plan(
        policy=plan.policy,
        policy_sha256=plan.policy_sha256,
        title=plan.title,
        document_number=plan.document_number,
        jurisdiction=None
        if binds is None
        else data.Jurisdiction(kind=binds[0], id=binds[1], steps=plan.paths[rule.subject]),
        period_from=plan.period_from,
        period_until=plan.period_until,
    )


def _place(plan: Plan, subject: Row, facts: Facts) -> Cell | None:
    if plan.jurisdiction is None:
        return None
    place = facts.reach(subject, plan.paths[subject.entity])
    match place:
        case Lack.UNKNOWN:
            return UNKNOWN
        case Lack.NONE:
            return NONE
        case Row(id=found):
            return found


# --- records of work --------------------------------------------------------------------------------------------------


def _records_site(rule: PlannedRule, facts: Facts) -> Site | None:
    """How the rule reads records of work, if it does."""
    if not isinstance(rule.requirement, EvidenceRequirement):
        return None
    site = Site(WORK_RECORD, (WORK_RECORD,))
    for name in RECORD_FIELDS:
        path = facts.own_path(WORK_RECORD, name)
        site.readings[name] = Reading(path, exact=True)
    return site


def _records(rule: PlannedRule, facts: Facts, subject: str) -> list[Row]:
    requirement = rule.requirement
    return list(facts.records(requirement, subject)) if isinstance(requirement, EvidenceRequirement) else []


# --- entities ---------------------------------------------------------------------------------------------------------


def _entities(sites: list[Site], facts: Facts) -> dict[str, data.Entity]:
    fields: dict[str, dict[str, data.Domain]] = {}
    for site in sites:
        own = fields.setdefault(site.entity, {})
        own |= {name: _domain(reading.path) for name, reading in site.readings.items()}
    return {name: _entity(facts.vocabulary.entities[name], domains, facts) for name, domains in fields.items()}


def _entity(entity: Entity, domains: dict[str, data.Domain], facts: Facts) -> data.Entity:
    lifetime = entity.lifetime
    return data.Entity(
        fields=domains,
        starts=lifetime.start if lifetime else None,
        ends=lifetime.end if lifetime else None,
        happens=entity.event_date,
        supplied=facts.supplied(entity.name),
        complete=facts.complete(entity.name),
    )


def _domain(path: Path) -> data.Domain:
    dated = path.type is FieldType.DATE
    return data.Domain(
        type=path.type.value,
        optional=path.optional,
        digits=path.digits,
        lo=path.lo,
        hi=path.hi,
        earliest=path.earliest if dated and path.earliest > date.min else None,
        latest=path.latest if dated and path.latest < date.max else None,
        choices=None if path.choices is None else tuple(sorted(path.choices)),
    )
