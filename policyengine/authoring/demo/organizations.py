"""The organizations themselves, columnwise: where they are, what they are, and how far their party building is.

Counties differ in diligence, in turn: the first keeps the rules, the second falls short of them, the third keeps
poor records. So every size of registry shows offices that comply, that fail and that cannot be judged.
"""

from datetime import date

import polars as pl

from policyengine.authoring.demo.credit_codes import credit_codes
from policyengine.authoring.demo.divisions import Divisions, county_of, street_of
from policyengine.authoring.demo.draws import Draws, entry, moved, rows
from policyengine.authoring.demo.names import CHAMBER_SUFFIX, FORM_SUFFIXES, THEMES
from policyengine.authoring.demo.offices import UNITS, Offices
from policyengine.authoring.demo.places import Layout

COMMUNITY_CATEGORIES = ["community_service", "community_charity", "social_work"]
CATEGORY_WEIGHTS = {
    "community_service": 52, "community_charity": 24, "social_work": 5,
    "culture_sports": 3, "mutual_aid": 1, "industry_association": 3, "chamber_of_commerce": 2, "science_technology": 2,
    "public_charity": 2, "environmental": 1, "volunteer": 2, "education": 1, "health": 1, "elderly_care": 1,
}  # fmt: skip
URBAN_SHARE = 0.68  # of community organizations, so that urban communities exceed 13 on average and rural ones miss 4
IN_A_COMMUNITY = 0.985
SLACK, ILL_DOCUMENTED = 1, 2


def organizations(layout: Layout, places: Divisions, bodies: Offices, count: int, seed: int) -> pl.DataFrame:
    """The organization table; columns that begin with an underscore are the generator's own."""
    draws = Draws(seed, "organization")
    frame = _located(rows(count), layout, places, draws)
    frame = _classified(frame, draws)
    frame = _managed(frame, layout, bodies, draws)
    frame = _dated(frame, layout.year, draws)
    frame = _staffed(frame, draws)
    frame = _party(frame, bodies, draws)
    frame = _assessed(frame, layout.year, draws)
    frame = _named(frame, places, draws)
    return _blurred(frame, draws)


def _located(frame: pl.DataFrame, layout: Layout, places: Divisions, draws: Draws) -> pl.DataFrame:
    urban, rural = layout.urban_communities, layout.rural_communities
    community = (
        pl.when(draws.chance("urban", URBAN_SHARE))
        .then(draws.below("urban community", urban))
        .otherwise(urban + draws.below("rural community", rural))
    )
    frame = frame.with_columns(category=draws.weighted("category", CATEGORY_WEIGHTS))
    frame = frame.with_columns(_local=pl.col("category").is_in(COMMUNITY_CATEGORIES))
    rooted = pl.col("_local") & draws.chance("rooted", IN_A_COMMUNITY)
    frame = frame.with_columns(pl.when(rooted).then(community).alias("_community"))
    frame = frame.with_columns(
        pl.when(pl.col("_community").is_null())
        .then(draws.below("street", layout.streets))
        .otherwise(street_of(pl.col("_community"), layout))
        .alias("_street")
    )
    frame = frame.with_columns(_county=county_of(pl.col("_street"), layout))
    return frame.with_columns(
        _diligence=pl.col("_county") % 3,
        community=pl.lit(places.community["id"]).gather(pl.col("_community")),
        street=pl.lit(places.street["id"]).gather(pl.col("_street")),
        county=pl.lit(places.county["id"]).gather(pl.col("_county")),
    )


def _classified(frame: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    category = pl.col("category")
    association = category.is_in(["industry_association", "chamber_of_commerce", "culture_sports", "volunteer"])
    service = category.is_in(["social_work", "education", "health", "elderly_care"])
    filed = category.is_in(["community_service", "community_charity", "mutual_aid"]) & draws.chance("filed", 0.7)
    platform = ~filed & category.is_in(["community_service", "social_work", "public_charity"])
    return frame.with_columns(
        kind=pl.when(association)
        .then(pl.lit("social_association"))
        .when(service)
        .then(pl.lit("social_service_organization"))
        .when((category == "public_charity") & draws.chance("foundation", 0.3))
        .then(pl.lit("foundation"))
        .otherwise(draws.weighted("kind", {"social_association": 11, "social_service_organization": 9})),
        registration=pl.when(filed).then(pl.lit("filed")).otherwise(pl.lit("registered")),
        platform_role=pl.when(platform)
        .then(draws.weighted("platform_role", {"hub": 1, "support": 2, "ordinary": 17}))
        .otherwise(pl.lit("ordinary")),
        operating_status=draws.weighted("operating_status", {"active": 95, "dormant": 4, "liquidating": 1}),
        management=pl.when(category.is_in(["education", "health", "culture_sports", "science_technology"]))
        .then(pl.lit("dual"))
        .otherwise(draws.weighted("management", {"dual": 1, "direct": 4})),
        decoupling=association & draws.chance("decoupling", 0.4),
        charity=category.is_in(["public_charity", "community_charity"]) & draws.chance("charity", 0.3),
        tax_exempt=draws.chance("tax_exempt", 0.2),
        _registered=~filed,
    ).with_columns(public_fundraising=pl.col("charity") & draws.chance("public_fundraising", 0.2))


def _managed(frame: pl.DataFrame, layout: Layout, bodies: Offices, draws: Draws) -> pl.DataFrame:
    cities = [code for code, _ in layout.cities]
    city_numbers = [len(layout.counties) + cities.index(county.city) for county in layout.counties]
    city_number = pl.lit(pl.Series(city_numbers, dtype=pl.Int64)).gather(pl.col("_county"))
    city_level = ~pl.col("_local") & draws.chance("city level", 0.4)
    frame = frame.with_columns(_office=pl.when(city_level).then(city_number).otherwise(pl.col("_county")))
    unit = pl.col("_office") * len(UNITS) + draws.below("supervising_unit", len(UNITS))
    registered, dual = pl.col("_registered"), pl.col("management") == "dual"
    return frame.with_columns(
        pl.when(registered)
        .then(pl.lit(bodies.registration_authority["id"]).gather(pl.col("_office")))
        .alias("registration_authority"),
        pl.when(registered & dual).then(pl.lit(bodies.supervising_unit["id"]).gather(unit)).alias("supervising_unit"),
        pl.when(~registered & ~draws.chance("no filing office", 0.01)).then(pl.col("street")).alias("filing_office"),
        pl.when(registered).then(credit_codes(pl.col("_row"), pl.col("kind"), pl.col("county"))).alias("uscc"),
    )


def _dated(frame: pl.DataFrame, year: int, draws: Draws) -> pl.DataFrame:
    founded = (
        pl.when(draws.chance("founded this year", 0.1))
        .then(draws.day("founded this year on", date(year, 1, 1), date(year, 12, 20)))
        .otherwise(draws.day("founded earlier on", date(year - 18, 1, 1), date(year - 1, 12, 31)))
    )
    frame = frame.with_columns(established_on=founded)
    ended = pl.max_horizontal(
        moved(pl.col("established_on"), pl.lit(400)),
        draws.day("dissolved_on", date(year - 2, 1, 1), date(year, 12, 31)),
    )
    registered = pl.col("_registered")
    lead = (
        pl.when(draws.chance("asked late", 0.06))
        .then(-draws.between("late by", 1, 15))
        .otherwise(draws.below("lead", 20))
    )
    change = draws.day("expires_on", date(year, 1, 1), date(year + 4, 12, 31))
    moved_in = draws.day("address_changed_on", date(year - 3, 1, 1), date(year, 12, 20))
    return frame.with_columns(
        pl.when(draws.chance("dissolved", 0.04) & (ended <= date(year, 12, 31))).then(ended).alias("dissolved_on"),
        pl.when(registered).then(pl.col("established_on")).alias("registered_on"),
        pl.when(~registered).then(pl.col("established_on")).alias("filed_on"),
        pl.when(~registered & ~draws.chance("never asked", 0.03))
        .then(moved(pl.col("established_on"), -lead))
        .alias("committee_consulted_on"),
        pl.when(registered).then(change).alias("certificate_expires_on"),
        pl.when(registered & draws.chance("reminded", 0.7))
        .then(moved(change, -draws.between("reminded before", -10, 90)))
        .alias("expiry_reminded_on"),
        pl.when(draws.chance("moved", 0.05)).then(moved_in).alias("address_changed_on"),
        pl.when(draws.chance("street assigned", 0.95))
        .then(draws.day("street_assigned_on", date(year - 1, 7, 1), date(year, 12, 20)))
        .alias("street_assigned_on"),
        pl.when(registered & (pl.col("management") == "dual") & draws.chance("once direct", 0.02))
        .then(draws.day("dual_management_since", date(year - 1, 1, 1), date(year, 12, 20)))
        .alias("dual_management_since"),
        pl.when(registered & draws.chance("audited charter", 0.93))
        .then(draws.day("charter_party_building_on", date(year - 3, 1, 1), date(year + 1, 1, 31)))
        .alias("charter_party_building_on"),
        pl.when(registered & draws.chance("values in charter", 0.93))
        .then(draws.day("charter_core_values_on", date(year - 3, 1, 1), date(year + 1, 1, 31)))
        .alias("charter_core_values_on"),
    )


def _staffed(frame: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    members = draws.weighted("members", {"0": 60, "1": 16, "2": 12, "3": 6, "4": 3, "5": 2, "9": 1}).cast(pl.Int64)
    frame = frame.with_columns(full_time_party_members=members)
    frame = frame.with_columns(full_time_staff=pl.col("full_time_party_members") + draws.below("full time", 12))
    return frame.with_columns(
        staff=pl.col("full_time_staff") + draws.below("part time", 15),
        party_members_total=pl.col("full_time_party_members") + draws.below("other members", 4),
    )


def _party(frame: pl.DataFrame, bodies: Offices, draws: Draws) -> pl.DataFrame:
    committee = pl.lit(bodies.registration_authority["id"]).gather(pl.col("_office")).str.replace("^MZ", "ZH")
    has_committee = committee.is_in(bodies.comprehensive_committee["id"].implode())
    members, slack = pl.col("full_time_party_members"), pl.col("_diligence") == SLACK
    required = members >= 3
    form = (
        pl.when(required & slack & draws.chance("standalone neglected", 0.35))
        .then(pl.lit("not_established"))
        .when(required)
        .then(draws.weighted("form of many", {"standalone": 19, "joint": 1}))
        .when(members >= 1)
        .then(draws.weighted("form of some", {"joint": 6, "attached": 3, "not_established": 1}))
        .otherwise(draws.weighted("form of none", {"not_established": 17, "functional": 2, "extended": 1}))
    )
    frame = frame.with_columns(
        pl.when(pl.col("_registered") & has_committee & draws.chance("comprehensive", 0.35))
        .then(committee)
        .alias("comprehensive_committee"),
        form.alias("party_organization_form"),
    )
    established = pl.col("party_organization_form").is_in(["standalone", "joint", "extended", "functional"])
    managed = pl.col("comprehensive_committee").is_not_null()
    submitted = draws.between("submitted after", -3, 20)
    return frame.with_columns(
        party_affiliation=pl.when(managed)
        .then(pl.lit("comprehensive"))
        .when(pl.col("management") == "dual")
        .then(pl.lit("sectoral"))
        .otherwise(draws.weighted("party_affiliation", {"territorial": 9, "unsettled": 1})),
        party_work_covered=established | ~(slack & draws.chance("work neglected", 0.1)),
        party_instructor=~established & draws.chance("party_instructor", 0.7),
        union_or_youth_league=draws.chance("union", 0.2),
        party_organization_required=required,
        party_information_collected_on=pl.when(pl.col("_registered") & draws.chance("collected", 0.9)).then(
            moved(pl.col("established_on"), submitted)
        ),
        party_commitment_submitted_on=pl.when(pl.col("_registered") & draws.chance("commitment", 0.9)).then(
            moved(pl.col("established_on"), submitted)
        ),
        party_survey_submitted_on=pl.when(pl.col("_registered") & draws.chance("survey", 0.9)).then(
            moved(pl.col("established_on"), submitted)
        ),
    )


def _assessed(frame: pl.DataFrame, year: int, draws: Draws) -> pl.DataFrame:
    grades = {"grade_1a": 1, "grade_2a": 2, "grade_3a": 9, "grade_4a": 5, "grade_5a": 2}
    graded = pl.col("_registered") & draws.chance("graded", 0.22)
    return frame.with_columns(
        pl.when(graded).then(draws.weighted("grade", grades)).alias("assessment_grade"),
        pl.when(graded)
        .then(draws.day("grade expires", date(year - 1, 6, 1), date(year + 5, 6, 1)))
        .alias("assessment_expires_on"),
        board_meets_charter=draws.chance("board", 0.92),
        meets_registration_conditions=pl.col("_registered") | draws.chance("could register", 0.05),
        internally_disordered=draws.chance("disordered", 0.02),
        financial_rules_breached=draws.chance("finances", 0.01),
        charter_breached=draws.chance("charter", 0.01),
        normally_active=pl.col("operating_status") == "active",
    )


def _named(frame: pl.DataFrame, places: Divisions, draws: Draws) -> pl.DataFrame:
    categories = list(THEMES)
    per_category = len(THEMES[categories[0]])
    themes = [theme for category in categories for theme in THEMES[category]]
    number = pl.col("category").replace_strict(categories, range(len(categories)), return_dtype=pl.Int64)
    theme = entry(themes, number * per_category + draws.below("theme", per_category))
    suffix = (
        pl.when(pl.col("category") == "chamber_of_commerce")
        .then(pl.lit(CHAMBER_SUFFIX))
        .otherwise(pl.col("kind").replace_strict(list(FORM_SUFFIXES), list(FORM_SUFFIXES.values())))
    )
    place = pl.coalesce(
        pl.lit(places.community["name"]).gather(pl.col("_community")),
        pl.lit(places.county["name"]).gather(pl.col("_county")),
    )
    return frame.with_columns(
        id=pl.format("SO{}", pl.col("_row").cast(pl.String).str.zfill(7)), name=place + theme + suffix
    )


def _blurred(frame: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    """Forget 1-3 % of what an office might not know; a diligent county's own records decide its verdicts."""
    frame = draws.forget(
        frame,
        0.015,
        required=[
            "operating_status", "staff", "full_time_staff", "full_time_party_members", "party_members_total",
            "tax_exempt", "board_meets_charter", "party_affiliation", "internally_disordered",
            "financial_rules_breached", "charter_breached", "meets_registration_conditions", "normally_active",
        ],
        optional=[
            "committee_consulted_on", "charter_party_building_on", "charter_core_values_on", "assessment_expires_on",
        ],
    )  # fmt: skip
    ill = pl.when(pl.col("_diligence") == ILL_DOCUMENTED).then(0.03).otherwise(0.0)
    frame = draws.forget(
        frame,
        ill,
        required=["party_organization_form", "party_work_covered", "party_organization_required"],
        optional=["filed_on"],
    )
    return draws.forget(frame, 0.002, optional=["community", "dissolved_on"])
