"""Party organizations, their secretaries, members, training, funds and dues."""

from datetime import date

import polars as pl

from policyengine.authoring.demo.draws import ROW, Draws, moved
from policyengine.authoring.demo.numbering import numbered

MEMBERS_EACH = 3
NEW_THIS_YEAR = 0.1


def party_organizations(organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """One for each organization that has its own, and one for about three that share."""
    draws = Draws(seed, "party_organization")
    form = pl.col("party_organization_form")
    own = form.is_in(["standalone", "extended", "functional"])
    shared = (form == "joint") & draws.chance("shared", 1 / 3)
    frame = organization.filter(own | shared).select(
        pl.when(own).then(pl.col("id")).alias("organization"),
        "county",
        "comprehensive_committee",
        pl.when(own).then(pl.lit("branch")).otherwise(pl.lit("joint_branch")).alias("kind"),
    )
    founded = (
        pl.when(draws.chance("new", NEW_THIS_YEAR))
        .then(draws.day("founded this year on", date(year, 1, 1), date(year, 12, 20)))
        .otherwise(draws.day("founded on", date(year - 9, 1, 1), date(year - 1, 12, 31)))
    )
    frame = numbered(frame, "DZ").with_columns(
        established_on=founded,
        star_rating=pl.when(draws.chance("rated", 0.6)).then(draws.between("star_rating", 1, 5)),
        lists_and_charts=draws.chance("lists_and_charts", 0.85),
    )
    frame = frame.with_columns(name=pl.format("社会组织第{}党支部", pl.col(ROW)))
    return draws.forget(frame, 0.02, required=["lists_and_charts"])


def party_members(party_organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """Several members an organization; they have no names."""
    draws = Draws(seed, "party_member")
    each = pl.concat([party_organization.select(party_organization=pl.col("id"))] * MEMBERS_EACH)
    during = {
        field: draws.day(field, date(year, 1, 10), date(year, 12, 28))
        for field in ("newspaper_subscribed_on", "book_given_on", "political_birthday_on", "special_training_on")
    }
    return numbered(each, "DY").with_columns(
        status=draws.weighted("status", {"full": 19, "probationary": 1}),
        joined_on=draws.day("joined_on", date(year - 15, 1, 1), date(year, 6, 30)),
        relations_transferred=draws.chance("relations_transferred", 0.8),
        organizational_life_arranged=draws.chance("organizational_life_arranged", 0.95),
        daily_management_arranged=draws.chance("daily_management_arranged", 0.95),
        **{field: pl.when(draws.chance(f"{field}/done", 0.93)).then(day) for field, day in during.items()},
    )


def party_secretaries(party_organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """One secretary an organization, some of whom are new in office."""
    draws = Draws(seed, "party_secretary")
    frame = numbered(
        party_organization.select(party_organization=pl.col("id"), _founded=pl.col("established_on")), "SJ"
    )
    appointed = pl.max_horizontal("_founded", draws.day("appointed_on", date(year - 5, 1, 1), date(year, 12, 1)))
    return draws.forget(frame.with_columns(appointed_on=appointed), 0.01, optional=["appointed_on"])


def trainings(city: pl.DataFrame, county: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """One training a city or county for each audience."""
    draws = Draws(seed, "training")
    places = pl.concat(
        [
            city.select(city=pl.col("id"), county=pl.lit(None, pl.String)),
            county.select("city", county=pl.col("id")),
        ]
    )
    audiences = ["party_secretaries", "new_party_secretaries", "party_workers", "leaders_and_staff",
                 "assessed_organizations", "enforcement_officers"]  # fmt: skip
    each = places.join(pl.DataFrame({"audience": audiences}), how="cross", maintain_order="left_right")
    return numbered(each, "PX").with_columns(held_on=draws.day("held_on", date(year, 2, 1), date(year, 12, 20)))


def training_attendances(secretary: pl.DataFrame, training: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Nine of ten secretaries attended a training."""
    draws = Draws(seed, "training_attendance")
    held = training.filter(pl.col("audience").is_in(["party_secretaries", "new_party_secretaries"]))
    number = draws.below("training", held.height)
    frame = numbered(
        secretary.filter(draws.chance("attended", 0.9)).select(party_secretary=pl.col("id")), "CX"
    ).with_columns(
        training=pl.lit(held["id"]).gather(number),
        attended_on=pl.lit(held["held_on"]).gather(number),
    )
    return draws.forget(frame, 0.01, required=["attended_on"])


def party_funds(party_organization: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Start-up funds a month or so after the founding, mostly of 3000 yuan."""
    draws = Draws(seed, "party_fund")
    funded = party_organization.filter(draws.chance("funded", 0.9))
    frame = numbered(funded.select(party_organization=pl.col("id"), _founded=pl.col("established_on")), "JF")
    yuan = draws.weighted("amount", {"3000": 15, "5000": 3, "2500": 2})
    return frame.with_columns(
        kind=pl.lit("start_up"),
        amount=yuan.cast(pl.Decimal(18, 2)),
        allocated_on=moved(pl.col("_founded"), draws.between("after", 5, 60)),
    )


def dues_accounts(party_organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """The year's dues, of which nearly all were returned in full."""
    draws = Draws(seed, "dues_account")
    frame = numbered(party_organization.select(party_organization=pl.col("id")), "DF")
    paid = draws.between("paid", 300, 6000)
    returned = pl.when(draws.chance("in full", 0.94)).then(paid).otherwise(paid // 2)
    return frame.with_columns(
        year=pl.lit(year, pl.Int64), paid=paid.cast(pl.Decimal(18, 2)), returned=returned.cast(pl.Decimal(18, 2))
    )
