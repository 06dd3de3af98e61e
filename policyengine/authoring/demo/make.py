"""The demo registry from end to end: places, offices, organizations, events, records, files."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from policyengine.authoring.demo import party, sites, supervision, works
from policyengine.authoring.demo.determinations import with_determinations
from policyengine.authoring.demo.divisions import divisions
from policyengine.authoring.demo.offices import offices
from policyengine.authoring.demo.organizations import organizations as organization_table
from policyengine.authoring.demo.places import Layout, layout
from policyengine.authoring.demo.records import work_records
from policyengine.authoring.demo.writing import (
    FileFormat,
    Progress,
    as_facts,
    replacing,
    write_manifest,
    write_table,
)
from policyengine.language.models import Policy
from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.text import Text
from policyengine.vocabulary.load import load_vocabulary

VOCABULARY = "social_organizations"


def make_demo(
    directory: str | Path,
    city: str | None = "330800",
    organizations: int = 2000,
    seed: int = 1,
    progress: Progress | None = None,
    *,
    file_format: str = "parquet",
    communities: int | None = None,
    year: int | None = None,
    policies: Sequence[Policy] = (),
) -> dict[str, int]:
    """Write a synthetic registry and return how many rows each table has; equal arguments give equal tables.

    `city` is the code of a known place, or `None` for an invented country; `organizations` and `communities` are at
    least 1 (by default a city has a community for 9 organizations, a country 13 for 18). `year` is the plan's year,
    at the end of which the registry's undated fields were true; events go on until the end of January. The evidence
    rules of `policies` get records of work done, their judged terms determinations. `progress` is called with each
    table's name and rows once it is written. Raises `PolicyEngineError` for an unknown place, for numbers below 1,
    and for a folder that holds anything but an earlier demo registry, which would be replaced.
    """
    if organizations < 1 or (communities is not None and communities < 1):
        raise PolicyEngineError(
            Text("社会组织和社区的数量至少为 1", "there must be at least 1 organization and 1 community")
        )
    if file_format not in set(FileFormat):
        raise PolicyEngineError(
            Text(f"没有 `{file_format}` 这种格式", f"`{file_format}` is no format of a demo registry"),
            Text(f"可用的有：{'、'.join(FileFormat)}。", f"known are: {', '.join(FileFormat)}"),
        )
    known = load_vocabulary([VOCABULARY], None)
    chosen = FileFormat(file_format)
    plan = layout(city, organizations, communities, year)
    counts: dict[str, int] = {}
    with replacing(Path(directory)) as folder:
        for name, frame in _tables(plan, organizations, seed, policies):
            entity = known.entities[name]
            determined = with_determinations(frame, name, policies, seed)
            write_table(folder, entity, as_facts(entity, determined), chosen)
            counts[name] = frame.height
            if progress is not None:
                progress(name, frame.height)
        write_manifest(folder, f"demo_{city or 'country'}", date(plan.year, 12, 31), seed)
    return counts


def _tables(
    plan: Layout, organizations: int, seed: int, policies: Sequence[Policy]
) -> Iterator[tuple[str, pl.DataFrame]]:
    """Each table with its entity's name, made one after the other so that only what others need is kept."""
    year = plan.year
    places, bodies = divisions(plan, seed), offices(plan, seed)
    organization = organization_table(plan, places, bodies, organizations, seed)
    branch = party.party_organizations(organization, year, seed)
    kept = {
        "city": places.city,
        "county": places.county,
        "street": places.street,
        "community": places.community,
        "registration_authority": bodies.registration_authority,
        "supervising_unit": bodies.supervising_unit,
        "comprehensive_committee": bodies.comprehensive_committee,
        "organization": organization,
        "party_organization": branch,
    }
    yield from kept.items()
    secretary = party.party_secretaries(branch, year, seed)
    training = party.trainings(places.city, places.county, year, seed)
    yield "party_secretary", secretary
    yield "training", training
    yield "training_attendance", party.training_attendances(secretary, training, seed)
    yield "party_member", party.party_members(branch, year, seed)
    yield "party_fund", party.party_funds(branch, seed)
    yield "dues_account", party.dues_accounts(branch, year, seed)
    yield "coverage", sites.coverages(places, organization, year, seed)
    yield "aid_base", sites.aid_bases(plan, places, seed)
    yield "demonstration_site", sites.demonstration_sites(plan, places, seed)
    yield "service_centre", sites.service_centres(plan, places, seed)
    yield "volunteer_team", sites.volunteer_teams(plan, places, seed)
    yield "inspection", supervision.inspections(organization, year, seed)
    yield "annual_report", supervision.annual_reports(organization, year, seed)
    yield "assessment", supervision.assessments(organization, year, seed)
    yield "list_entry", supervision.list_entries(organization, year, seed)
    yield "leader_appointment", supervision.leader_appointments(organization, year, seed)
    yield "legal_representative_departure", supervision.legal_representative_departures(organization, year, seed)
    yield "complaint", supervision.complaints(bodies.registration_authority, year, seed)
    yield "violation_case", supervision.violation_cases(bodies.registration_authority, year, seed)
    yield "campaign", supervision.campaigns(bodies.registration_authority, year, seed)
    yield "meeting", works.meetings(places, year, seed)
    yield "activity", works.activities(places, organization, year, seed)
    yield "project", works.projects(places, organization, year, seed)
    yield "investment_intent", works.investment_intents(places, organization, year, seed)
    yield "fund", works.funds(places, year, seed)
    yield "policy_measure", works.policy_measures(places, year, seed)
    yield "exemplar", works.exemplars(places, organization, year, seed)
    yield "commendation", works.commendations(places, year, seed)
    yield "talent_introduction", works.talent_introductions(places, year, seed)
    if policies:
        yield "work_record", work_records(policies, kept, year, seed)
