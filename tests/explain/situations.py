"""One situation for each status, each kind of requirement, and each way to get no verdict at all."""

from collections.abc import Callable
from datetime import date

from policyengine.explain.why import Why
from policyengine.language.waivers import Waiver
from policyengine.reading.place import Place
from tests.explain.registry import AUTHORITY, CITY, Row, Tables, case, organization, places, row, why

MIDYEAR = date(2018, 6, 1)


def trainings(*given: dict[str, object]) -> Tables:
    usual: Row = {"audience": "party_secretaries", "city": CITY, "held_on": date(2018, 3, 1)}
    return {**places(), "training": [row("training", f"T{n}", **{**usual, **one}) for n, one in enumerate(given, 1)]}


def communities(**doubtful: object) -> Tables:
    """Two urban communities with three organizations, a fourth that is `doubtful`, and others that do not count."""
    members = [
        *(organization(f"A{n}", community="urban-0") for n in range(3)),
        organization("B1", **{"community": "urban-1", **doubtful}),
        organization("C1", community="rural-0"),
        organization("D1", community="urban-1", established_on=date(2010, 1, 1), dissolved_on=date(2017, 5, 1)),
    ]
    return {**places(urban=2, rural=1), "organization": members}


def inspections() -> Tables:
    registered = [organization(f"O{n:02}", registration_authority=AUTHORITY) for n in range(1, 25)]
    filed = organization("O99", registration_authority=AUTHORITY, registration="filed")
    return {
        **places(),
        "registration_authority": [
            row("registration_authority", AUTHORITY, city=CITY, county="330802", level="county")
        ],
        "organization": [*registered, filed, organization("O98", registration_authority=AUTHORITY, registration=None)],
        "inspection": [
            row("inspection", "I1", organization="O01", kind="double_random", inspected_on=date(2018, 6, 1)),
            row("inspection", "I2", organization="O02", kind="double_random"),
            row("inspection", "I3", organization="O03", kind="double_random", inspected_on=date(2017, 6, 1)),
        ],
    }


def members(**given: object) -> Tables:
    usual: Row = {
        "established_on": date(2018, 3, 1),
        "full_time_party_members": 5,
        "party_organization_form": "joint",
        "party_instructor": False,
        "decoupling": False,
        "management": "direct",
    }
    return {**places(), "organization": [organization("O1", **{**usual, **given})]}


def children() -> Tables:
    return {
        **members(),
        "annual_report": [
            row("annual_report", "R1", organization="O1", submitted_on=date(2018, 3, 1), audit_report_demanded=True)
        ],
        "inspection": [
            row("inspection", "I1", organization="O1", inspected_on=date(2018, 4, 1), on_site=True),
            row("inspection", "I2", organization="O1", inspected_on=date(2018, 5, 1)),
        ],
        "activity": [
            row("activity", "A1", organization="O1", county="330802", kind="public_benefit", held_on=date(2018, 5, 1)),
            row("activity", "A2", county="330802", kind="public_benefit", held_on=date(2018, 5, 2)),
        ],
        "coverage": [row("coverage", "V1", organization="O1", street="S1")],
    }


def records() -> Tables:
    keys: Row = {"policy": "explained_2018", "rule": "two-systems", "subject_kind": "city", "subject_id": CITY}
    return {
        **places(),
        "work_record": [
            row("work_record", "W1", **keys, item="登记", outcome="done", done_on=date(2018, 7, 1), document="办法"),
            row("work_record", "W2", **keys, item="年报", outcome="not_done", done_on=date(2018, 8, 1)),
        ],
    }


def waiver() -> Waiver:
    return Waiver(
        policy="explained_2018",
        rule="two-systems",
        subject=CITY,
        start=date(2019, 1, 1),
        end=date(2019, 6, 30),
        owner="市民政局",
        reason="台账移交",
        place=Place(""),
    )


def stars(*ratings: int | None) -> Tables:
    own = [
        row("party_organization", f"P{n}", county="330802", established_on=date(2015, 1, 1), star_rating=rating)
        for n, rating in enumerate(ratings, 1)
    ]
    return {**places(), "party_organization": own}


def funds() -> Tables:
    amounts = ["150000.00", "60000.50"]
    given = [
        row("fund", f"F{n}", city=CITY, purpose="support", secured_on=date(2018, 5, n), amount=amount)
        for n, amount in enumerate(amounts, 1)
    ]
    return {**places(), "fund": given}


def staff() -> Tables:
    given = [("O1", True, 2), ("O2", True, 30), ("O3", None, 5), ("O4", False, 100), ("O5", True, None)]
    rows = [organization(name, normally_active=active, staff=number) for name, active, number in given]
    return {**places(), "organization": rows}


ELSEWHERE: Tables = {
    "city": [row("city", CITY), row("city", "330700")],
    "county": [row("county", "330702", city="330700")],
    "organization": [organization("X1", county="330702")],
}

SITUATIONS: dict[str, Callable[[], Why]] = {
    "average_of_counts_noncompliant": lambda: why(case(communities(category="other")), "average-of-counts", CITY),
    "average_of_counts_unknown": lambda: why(case(communities(category=None)), "average-of-counts", CITY),
    "average_with_unknown_parents": lambda: why(
        case(communities(community="不详", category="social_work")), "average-of-counts", CITY
    ),
    "average_without_population": lambda: why(
        case({**communities(), **places(rural=1), "organization": [organization("C1", community="rural-0")]}),
        "average-of-counts",
        CITY,
    ),
    "count_compliant": lambda: why(case(trainings({}, {}, {"audience": "party_workers"})), "trainings-held", CITY),
    "count_shortfall": lambda: why(case(trainings({}, {"held_on": date(2017, 3, 1)})), "trainings-held", CITY),
    "count_pending": lambda: why(case(trainings({"audience": "party_workers"}), as_of=MIDYEAR), "trainings-held", CITY),
    "count_without_table": lambda: why(case(places()), "trainings-held", CITY),
    "count_incomplete_table": lambda: why(case(trainings({}), incomplete=["training"]), "trainings-held", CITY),
    "not_in_force": lambda: why(case(trainings({}), as_of=date(2017, 6, 1)), "trainings-held", CITY),
    "sum_noncompliant": lambda: why(case(funds()), "funds-limited", CITY),
    "least_noncompliant": lambda: why(case(stars(4, 2, None)), "least-stars", CITY),
    "average_of_field_unknown": lambda: why(case(staff()), "average-of-field", CITY),
    "ratio_unknown": lambda: why(case(inspections()), "inspection-rate", AUTHORITY),
    "own_field_shortfall": lambda: why(case(stars(2)), "own-field", "P1"),
    "own_field_none": lambda: why(case(stars(None)), "own-field", "P1"),
    "target_unspecified": lambda: why(case(trainings({})), "unspecified", CITY),
    "condition_noncompliant": lambda: why(case(members()), "standalone-branch", "O1"),
    "condition_unknown": lambda: why(
        case(members(established_on=date(2019, 1, 20), party_organization_form=None)), "standalone-branch", "O1"
    ),
    "condition_with_unknown_due_date": lambda: why(case(members(established_on="不详")), "standalone-branch", "O1"),
    "condition_does_not_apply": lambda: why(case(members(full_time_party_members=1)), "standalone-branch", "O1"),
    "condition_without_due_date": lambda: why(case(members(established_on=None)), "standalone-branch", "O1"),
    "outside_lifetime": lambda: why(case(members(dissolved_on=date(2018, 3, 15))), "over-children", "O1"),
    "over_children_noncompliant": lambda: why(case(children()), "over-children", "O1"),
    "evidence_noncompliant": lambda: why(case(records()), "two-systems", CITY),
    "evidence_waived": lambda: why(case(records(), waivers=[waiver()]), "two-systems", CITY),
    "evidence_without_records": lambda: why(case(places()), "two-systems", CITY),
    "outside_jurisdiction": lambda: why(case(ELSEWHERE), "standalone-branch", "X1"),
    "not_a_row": lambda: why(case(ELSEWHERE, incomplete=["organization"]), "standalone-branch", "X2"),
    "no_table": lambda: why(case(places()), "standalone-branch", "O1"),
}
