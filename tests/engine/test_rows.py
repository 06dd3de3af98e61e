from datetime import date
from fractions import Fraction

from policyengine.engine.walker.rows import Lack, Row
from policyengine.semantics.truth import Truth
from tests.engine.village import CITY_CLUBS, CLUBS, UNKNOWN, Village


def test_cells_are_exact_words_numbers_and_dates_or_the_lack_of_one() -> None:
    club = {"street": "s", "members": 3, "staff": None, "open": True, "founded_on": date(2018, 2, 1), "judged": None}
    facts = Village({"club": [club], "city": [{"budget": 1234}]}).facts()
    assert facts.row("club", "1") == Row(
        "club",
        "1",
        {
            "street": "s",
            "members": Fraction(3),
            "staff": Lack.NONE,
            "open": "true",
            "founded_on": date(2018, 2, 1),
            "judged": Lack.UNKNOWN,
        },
        "facts.csv",
        2,
    )
    assert facts.row("city", "1").cell("budget") == Fraction("12.34")


def test_an_empty_cell_is_unknown_in_an_ordinary_field_and_none_in_an_optional_one() -> None:
    facts = Village({"club": [{"members": None, "staff": None}, {"members": 1, "staff": UNKNOWN}]}).facts()
    assert facts.row("club", "1").cells == {"members": Lack.UNKNOWN, "staff": Lack.NONE}
    assert facts.row("club", "2").cells == {"members": Fraction(1), "staff": Lack.UNKNOWN}


def test_a_column_that_the_source_lacks_is_unknown_also_where_optional() -> None:
    assert Village({"club": [{"members": 1}]}).facts().row("club", "1").cell("staff") is Lack.UNKNOWN


def test_of_a_row_that_no_source_gives_only_the_id_is_known() -> None:
    row = Village({}).facts().row("club", "9")
    assert (row.cell("id"), row.cell("members"), row.file) == ("9", Lack.UNKNOWN, None)


def test_references_lead_on_until_one_is_unknown_or_none() -> None:
    clubs = [{"street": "1", "parent": None}, {"street": None, "parent": UNKNOWN}, {"street": "9", "parent": "1"}]
    facts = Village({"club": clubs, "street": [{"city": "c"}]}).facts()
    first, second, third = (facts.row("club", number) for number in "123")
    assert facts.reach(first, ("street", "city")) == Row("city", "c", {})
    assert facts.reach(second, ("street", "city")) is Lack.UNKNOWN
    assert facts.reach(third, ("street",)) == Row("street", "9", {})
    assert facts.reach(third, ("street", "city")) is Lack.UNKNOWN
    assert facts.reach(first, ("parent", "street")) is Lack.NONE
    assert facts.reach(third, ("parent", "street")) == facts.row("street", "1")


def test_children_of_unknown_parent_may_be_anyones() -> None:
    clubs = [{"street": "1"}, {"street": None}, {"street": "2"}, {"street": "9"}]
    facts = Village({"club": clubs, "street": [{"city": "c"}, {"city": None}]}).facts()
    assert [(row.id, truth) for row, truth in facts.children(CLUBS, "1")] == [("1", Truth.YES), ("2", Truth.UNKNOWN)]
    assert [(row.id, truth) for row, truth in facts.children(CITY_CLUBS, "c")] == [
        ("1", Truth.YES),
        ("2", Truth.UNKNOWN),
        ("3", Truth.UNKNOWN),
        ("4", Truth.UNKNOWN),
    ]


def test_completeness_is_that_of_the_table() -> None:
    facts = Village({"club": [], "street": []}, incomplete=frozenset({"street"})).facts()
    assert [facts.complete(name) for name in ("club", "street", "city")] == [True, False, False]
    assert [facts.supplied(name) for name in ("club", "street", "city")] == [True, True, False]
