"""What authorities did about organizations: inspections, annual reports, assessments, lists, complaints, campaigns.

Most events fall within the plan's months; a few come before it, or after the year's end, and count for nothing.
"""

from datetime import date

import polars as pl

from policyengine.authoring.demo.draws import Draws, moved
from policyengine.authoring.demo.numbering import numbered
from policyengine.authoring.demo.organizations import ILL_DOCUMENTED, SLACK

CHECKED = {0: 0.10, SLACK: 0.03, ILL_DOCUMENTED: 0.1}  # share drawn at random, by the office's diligence
LATE = 0.05  # share of annual reports submitted after July
FORGOTTEN = 0.6  # of the inspection dates in ill-documented offices


def day_in_time(draws: Draws, name: str, year: int) -> pl.Expr:
    """A day in the plan's months, 10 May to the year's end."""
    return draws.day(f"{name}/in time", date(year, 5, 10), date(year, 12, 31))


def plan_day(draws: Draws, name: str, year: int) -> pl.Expr:
    """A day in the plan's months in 9 of 10 rows; else earlier, or in January after."""
    roll = draws.below(f"{name}/when", 100)
    return (
        pl.when(roll < 90)
        .then(day_in_time(draws, name, year))
        .when(roll < 94)
        .then(draws.day(f"{name}/too early", date(year, 1, 3), date(year, 4, 30)))
        .otherwise(draws.day(f"{name}/too late", date(year + 1, 1, 2), date(year + 1, 1, 31)))
    )


def inspections(organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """Random, focused, special and other inspections of registered organizations."""
    draws = Draws(seed, "inspection")
    office = pl.col("_office") % 3
    share = pl.lit(0.0)
    for diligence, checked in CHECKED.items():
        share = pl.when(office == diligence).then(checked).otherwise(share)
    registered = organization.filter("_registered")
    suspect = pl.any_horizontal("internally_disordered", "financial_rules_breached", "charter_breached")
    negligent = pl.col("supervising_unit").str.ends_with("1")
    trade = pl.col("category").is_in(["industry_association", "chamber_of_commerce"])
    drawn = {
        "double_random": draws.chance("double_random", share),
        "focused": suspect & draws.chance("focused", 0.7),
        "special_supervision": pl.col("supervising_unit").is_not_null() & ~negligent & draws.chance("special", 0.3),
        "fee": trade & draws.chance("fee", 0.2),
        "law_enforcement": pl.col("charity") & draws.chance("law", 0.1),
        "financial_audit": draws.chance("audit", 0.02),
    }
    kept = ["_office", "registration_authority"]
    frame = pl.concat(
        [registered.filter(chosen).select(pl.lit(kind).alias("kind"), pl.col("id").alias("organization"), *kept)
         for kind, chosen in drawn.items()]
    )  # fmt: skip
    frame = numbered(frame, "JC").rename({"registration_authority": "authority"})
    frame = frame.with_columns(
        on_site=draws.chance("on_site", 0.3) | (pl.col("kind") != "double_random"),
        inspected_on=plan_day(draws, "inspected_on", year),
        passed=draws.chance("passed", 0.85),
    )
    frame = frame.with_columns(
        result_published_on=pl.when(draws.chance("published", 0.8)).then(
            moved(pl.col("inspected_on"), draws.between("published after", 5, 45))
        )
    )
    forgotten = (
        pl.when((office == ILL_DOCUMENTED) & (pl.col("kind") == "double_random")).then(FORGOTTEN).otherwise(0.005)
    )
    frame = draws.forget(frame, forgotten, required=["inspected_on"])
    return draws.forget(frame, 0.01, required=["passed"])


def annual_reports(organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """The report of the year before, from nearly every registered organization; slack offices still take paper."""
    draws = Draws(seed, "annual_report")
    reporting = organization.filter(pl.col("_registered") & draws.chance("reporting", 0.97))
    frame = numbered(reporting.select("_office", organization=pl.col("id")), "NB")
    slack = pl.col("_office") % 3 == SLACK
    frame = frame.with_columns(
        year=pl.lit(year - 1, pl.Int64),
        submitted_on=pl.when(draws.chance("late", LATE))
        .then(draws.day("submitted late on", date(year, 8, 1), date(year, 12, 10)))
        .otherwise(draws.day("submitted_on", date(year, 3, 1), date(year, 7, 31))),
        online=~(slack & draws.chance("on paper", 0.05)),
        audit_report_demanded=slack & draws.chance("audit", 0.03),
        party_building_included=draws.chance("party building", 0.95),
        rural_revitalisation_included=draws.chance("rural", 0.8),
        result_published_on=pl.when(draws.chance("published", 0.9)).then(
            draws.day("published on", date(year, 8, 1), date(year, 10, 31))
        ),
        result=draws.weighted("result", {"passed": 17, "basic": 2, "failed": 1}),
    )
    ill = pl.when(pl.col("_office") % 3 == ILL_DOCUMENTED).then(0.02).otherwise(0.0)
    frame = draws.forget(frame, ill, required=["online", "audit_report_demanded"], optional=["submitted_on"])
    return draws.forget(frame, 0.01, required=["party_building_included", "rural_revitalisation_included"])


def assessments(organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """How the graded organizations came by their grades."""
    draws = Draws(seed, "assessment")
    graded = organization.filter(pl.col("assessment_grade").is_not_null())
    frame = numbered(graded.select(organization=pl.col("id"), grade=pl.col("assessment_grade")), "PG")
    frame = frame.with_columns(
        kind=draws.weighted("kind", {"initial": 6, "review": 2, "renewal": 2}),
        decided_on=draws.day("decided_on", date(year - 5, 1, 1), date(year, 12, 15)),
        third_party=draws.chance("third_party", 0.9),
        party_building_indicator=draws.chance("party building", 0.97),
        party_building_points=draws.between("party building points", 50, 150).cast(pl.Decimal(18, 2)),
        party_building_weight=(draws.between("party building weight", 5, 15) / 100).cast(pl.Decimal(18, 2)),
        rural_revitalisation_indicator=draws.chance("rural", 0.9),
    )
    return draws.forget(frame, 0.01, required=["third_party"], optional=["decided_on"])


def list_entries(organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """A few organizations on each list."""
    draws = Draws(seed, "list_entry")
    listed = organization.filter(pl.col("_registered") & draws.chance("listed", 0.03))
    frame = numbered(listed.select(organization=pl.col("id")), "MD")
    on = plan_day(draws, "listed_on", year)
    return frame.with_columns(
        list=draws.weighted("list", {"red": 5, "abnormal": 4, "serious": 1}),
        listed_on=on,
        published_on=pl.when(draws.chance("published", 0.9)).then(moved(on, draws.between("published after", 1, 20))),
    )


def complaints(authority: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """Several complaints an authority, most of them dealt with."""
    draws = Draws(seed, "complaint")
    each = pl.concat([authority.select(registration_authority=pl.col("id"))] * 4)
    received = draws.day("received_on", date(year, 1, 10), date(year, 12, 20))
    return numbered(each, "TS").with_columns(
        received_on=received,
        verified_on=pl.when(draws.chance("verified", 0.9)).then(moved(received, draws.between("after", 1, 60))),
    )


def violation_cases(authority: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """A few cases of each kind at each authority, most of them decided."""
    draws = Draws(seed, "violation_case")
    each = pl.concat([authority.select(registration_authority=pl.col("id"))] * 3)
    return numbered(each, "CC").with_columns(
        kind=draws.pick("kind", ["organization_violation", "illegal_organization"]),
        decided_on=pl.when(draws.chance("decided", 0.9)).then(plan_day(draws, "decided_on", year)),
    )


def campaigns(authority: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """Nearly every kind of campaign at nearly every authority."""
    draws = Draws(seed, "campaign")
    kinds = ["dormant_cleanup", "illegal_organizations", "fee_cleanup", "fundraising_enforcement", "party_coverage"]
    each = authority.select(registration_authority=pl.col("id")).join(
        pl.DataFrame({"kind": kinds}), how="cross", maintain_order="left_right"
    )
    frame = numbered(each, "XD")
    return frame.filter(draws.chance("held", 0.9)).with_columns(carried_out_on=plan_day(draws, "carried_out_on", year))


def leader_appointments(organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """New leaders in a tenth of the registered organizations, mostly reviewed and publicised before."""
    draws = Draws(seed, "leader_appointment")
    changed = organization.filter(pl.col("_registered") & draws.chance("changed", 0.1))
    frame = numbered(changed.select(organization=pl.col("id")), "RZ")
    appointed = plan_day(draws, "appointed_on", year)
    positions = {"legal_representative": 4, "president": 3, "secretary_general": 2, "other": 1}
    frame = frame.with_columns(
        position=draws.weighted("position", positions),
        appointed_on=appointed,
        party_reviewed_on=pl.when(draws.chance("reviewed", 0.95)).then(
            moved(appointed, draws.between("review", -40, 2))
        ),
        publicised_on=pl.when(draws.chance("publicised", 0.95)).then(
            moved(appointed, draws.between("publicity", -20, 1))
        ),
    )
    return draws.forget(frame, 0.02, optional=["party_reviewed_on", "publicised_on"])


def legal_representative_departures(organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """Legal representatives who left, mostly audited."""
    draws = Draws(seed, "legal_representative_departure")
    changed = organization.filter(pl.col("_registered") & draws.chance("left", 0.05))
    left = plan_day(draws, "left_on", year)
    frame = numbered(changed.select(organization=pl.col("id")), "LR").with_columns(
        left_on=left,
        audited_on=pl.when(draws.chance("audited", 0.85)).then(moved(left, draws.between("audited after", -20, 60))),
    )
    return draws.forget(frame, 0.02, optional=["audited_on"])
