"""At each limit the engine is right; what is beyond it is refused with its name and the limit."""

import pytest

from policyengine.verdicts import rete_limits as limits
from policyengine.verdicts.rete import Pattern, Production, Productions
from policyengine.verdicts.rete_encoding import LOTS
from tests.verdicts.rete_parts import fact, fired, named, production, refusal

# Values


@pytest.mark.parametrize("value", [9, 1.0, None, True, ["x"]])
def test_what_is_not_text_is_refused(value: object) -> None:
    assert "is not text" in refusal([production("p", named("x"))], {"kind": "k", "name": value})
    assert "is not text" in refusal([production("p", named(value))])


def test_texts_that_look_like_something_else_are_texts() -> None:
    texts = ["9", "10", "9.0", "1e3", "9223372036854775808", "1", "true", "null", "NaN", "", " ", "[1]", '{"a":1}']
    each = [production(text, named(text)) for text in texts]
    for text in texts:
        assert fired(each, fact(text)) == [text]


LONG = "社会组织年度工作报告" * 400 + "年" * 95
TEXTS = [
    *(LONG + last for last in ("末", "未", "", "\u0301", '"', "\\", "\x00")),
    *("\x01" * 4_095 + last for last in ("\x01", "\x02", "")),
    *("😀" * 4_095 + last for last in ("😀", "😁", "")),
    *(
        "年度报告",
        "年度报吿",
        "年度报告 ",
        "年度报",
        "a",
        'a"',
        "a\\",
        "a\\\\",
        "'a",
        "é",
        "e\u0301",
        "\x00",
        "\x00a",
        "\u2028",
    ),
]


@pytest.mark.parametrize("lots", [False, True])
def test_texts_that_differ_late_or_little_are_told_apart(lots: bool) -> None:
    others = [f"{number}" for number in range(LOTS)] if lots else []
    with Productions([production(text, named(text)) for text in TEXTS + others]) as made:
        for text in TEXTS:
            assert [firing.production for firing in made.run([fact(text)])] == [text]


def test_a_text_too_long_is_refused() -> None:
    long = "长" * (limits.LONGEST_TEXT + 1)
    assert "has 4097 characters; the limit is 4096" in refusal([production("p", named("x"))], fact(long))
    assert "has 4097 characters; the limit is 4096" in refusal([production("p", named(long))])


def test_a_text_that_cannot_be_encoded_is_refused() -> None:
    assert "cannot be encoded" in refusal([production("p", named("x"))], fact("\ud800"))


def test_a_fact_without_kind_is_refused() -> None:
    assert refusal([], {"name": "x"}) == "fact `name=x`: it has no `kind`"


# Sizes: at each limit the engine is right, beyond it the production is named


def spread(count: int) -> list[Production]:
    return [production(f"p{number}", named(f"v{number}")) for number in range(count)]


def test_as_many_uses_of_one_pattern_as_the_engine_can_list() -> None:
    shared = [production(f"p{number}", named("x")) for number in range(limits.MOST_USES + 1)]
    assert len(fired(shared[:-1], fact("x"))) == 255
    assert refusal(shared) == "production `p255`: with it there are too many uses of one pattern; the limit is 255"


def test_as_many_kinds_as_the_engine_can_end_on() -> None:
    kinds = [production(f"p{number}", Pattern(f"k{number}")) for number in range(limits.MOST_KINDS + 1)]
    assert fired(kinds[:-1], {"kind": "k508"}, {"kind": "unheard of"}) == ["p508"]
    assert refusal(kinds) == "production `p509`: with it there are too many kinds of facts; the limit is 509"


def test_as_many_values_side_by_side_as_the_engine_can_end_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policyengine.verdicts.rete_encoding.LOTS", limits.MOST_BRANCHES + 1)
    many = spread(limits.MOST_BRANCHES + 1)
    assert fired(many[:-1], fact("v510"), fact("unheard of")) == ["p510"]
    assert "too many different conditions side by side; the limit is 511" in refusal(many)


def test_lots_hold_thousands_of_values() -> None:
    assert fired(spread(limits.MOST_PRODUCTIONS), fact("v0"), fact("v3999"), fact("v4000")) == ["p0", "p3999"]


def test_as_many_productions_as_one_ruleset_holds() -> None:
    assert refusal(spread(4_001)) == "production `p4000`: with it there are too many productions; the limit is 4000"


def test_as_many_patterns_as_one_match_holds() -> None:
    assert fired([production("p", *map(named, "abcdefghijklmnop"))], *map(fact, "ponmlkjihgfedcba")) == ["p"]
    too_many = [production("p", *map(named, "abcdefghijklmnopq"))]
    assert refusal(too_many) == "production `p`: with it there are too many patterns in it; the limit is 16"


def test_as_many_conditions_as_one_fact_may_meet() -> None:
    sets = [
        tuple((f"n{bit}", "x") for bit in range(6) if number >> bit & 1) for number in range(limits.MOST_CONDITIONS_MET)
    ]
    subsets = [production(f"p{number}", Pattern("k", where)) for number, where in enumerate(sets)]
    everything = {"kind": "k"} | {f"n{bit}": "x" for bit in range(6)}
    assert len(fired(subsets, everything)) == limits.MOST_CONDITIONS_MET
    more = [*subsets, production("more", Pattern("k", (("n2", "x"), ("n3", "x"), ("n4", "x"), ("n5", "x"))))]
    assert (
        refusal(more)
        == "production `more`: with it there are too many conditions that one fact may meet; the limit is 60"
    )


def test_as_many_properties_as_have_a_name() -> None:
    sixteen = [production(f"p{number}", named("x", f"n{number}")) for number in range(16)]
    assert fired(sixteen, fact("x", "n15"), fact("x", "n16")) == ["p15"]
    more = [*sixteen, production("more", named("x", "n16"))]
    assert refusal(more) == "production `more`: with it there are too many names of properties; the limit is 16"


def test_combinations_that_would_fill_the_memory_are_refused() -> None:
    anything = [production("all", *[Pattern("k")] * 4, Pattern("never"))]
    message = refusal(anything, *(fact(str(number)) for number in range(100)))
    assert message == "production `all`: with it there are too many combinations of facts; the limit is 50000"
