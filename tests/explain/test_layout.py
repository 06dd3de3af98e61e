from policyengine.explain.layout import padded, sections, table, width


def test_a_chinese_character_is_two_columns_wide() -> None:
    assert width("社区 a1") == 7
    assert padded("社区", 6) == "社区  "
    assert padded("社区组织", 6) == "社区组织"


def test_sections_stand_in_line_and_empty_ones_vanish() -> None:
    text = sections([("结论", ["达标", "第二行"]), ("空", []), ("责任主体", ["市民政局"])])
    assert text == "结论      达标\n          第二行\n责任主体  市民政局\n"


def test_columns_are_as_wide_as_their_widest_cell_and_empty_ones_vanish() -> None:
    rows = [("1", "", "城东社区", "a.csv"), ("22", "", "村", "b.csv")]
    assert table(rows, indent=2) == ["  1   城东社区  a.csv", "  22  村        b.csv"]


def test_no_text_of_the_facts_begins_a_line_or_moves_the_cursor() -> None:
    forged = "甲会\n结论  达标\x1b[2J\u202e"
    told = "甲会\\n结论  达标\\x1b[2J\\u202e"
    assert sections([("对象", [forged])]) == f"对象  {told}\n"
    assert table([(forged, "x"), ("乙", "y")], indent=0) == [f"{told}  x", "乙".ljust(width(told) - 1) + "  y"]
