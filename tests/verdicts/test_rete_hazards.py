"""Each way in which durable-rules 2.0.28 is known to go wrong is avoided, or refused with its name and limit."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from durable import engine

from policyengine.verdicts import rete_limits as limits
from policyengine.verdicts.rete import (
    ChainingRefusedError,
    ChainingUnavailableError,
    Fact,
    Pattern,
    Production,
    Productions,
)
from policyengine.verdicts.rete_encoding import LOTS
from policyengine.verdicts.rete_hashes import check_distinct, engine_hash

COLLIDING = ("40189", "797186")
"""Two texts that the engine's hash does not tell apart."""


def nothing(_: tuple[Fact, ...]) -> list[Fact]:
    return []


def production(name: str, *patterns: Pattern) -> Production:
    return Production(name, patterns, nothing)


def named(value: str, name: str = "name") -> Pattern:
    return Pattern("k", ((name, value),))


def fact(value: str, name: str = "name") -> Fact:
    return {"kind": "k", name: value}


def fired(productions: list[Production], *facts: Fact) -> list[str]:
    with Productions(productions) as made:
        return [firing.production for firing in made.run(facts)]


def refusal(productions: list[Production], *facts: Fact) -> str:
    with pytest.raises(ChainingRefusedError) as caught:
        fired(productions, *facts)
    return str(caught.value)


# Ids and names are compared by a hash


def test_the_engine_takes_colliding_ids_for_one_fact() -> None:
    class Host(engine.Host):
        def _run(self) -> None: ...

    host = Host()
    host.register_rulesets({"collide": {"any": {"all": [{"m": {"kind": "k"}}], "run": lambda _: None}}})
    host.assert_fact("collide", {"id": COLLIDING[0], "kind": "k"})
    with pytest.raises(engine.MessageObservedException):
        host.assert_fact("collide", {"id": COLLIDING[1], "kind": "k"})
    assert engine_hash(COLLIDING[0]) == engine_hash(COLLIDING[1])


def test_our_own_ids_are_shown_to_differ() -> None:
    check_distinct(str(number) for number in range(20_000))
    with pytest.raises(ChainingRefusedError, match="`40189` and `797186` have the same hash"):
        check_distinct(COLLIDING)


def test_as_many_facts_as_a_session_holds_are_all_kept() -> None:
    many = [fact(str(number)) for number in range(limits.MOST_FACTS)]
    assert len(fired([production("p", Pattern("k"))], *many)) == limits.MOST_FACTS


def test_colliding_names_of_properties_are_two_properties() -> None:
    first, second = COLLIDING
    both = [production("first", named("x", first)), production("second", named("x", second))]
    assert fired(both, fact("x", first)) == ["first"]
    assert fired(both, fact("x", second)) == ["second"]
    assert fired(both[:1], fact("x", second)) == []


@pytest.mark.parametrize("name", ["id", "sid", "one", "$s", "m", "p0", "l0", "a.b", "$and", "名称", ""])
def test_a_property_may_have_any_name(name: str) -> None:
    assert fired([production("p", named("x", name))], fact("x", name), fact("y", name), fact("x")) == ["p"]


@pytest.mark.parametrize("name", ["open", "sink", "p0", "r$state", "规则", ""])
def test_a_production_or_kind_may_have_any_name(name: str) -> None:
    assert fired([production(name, Pattern(name))], {"kind": name}, {"kind": "other"}) == [name]


# Sessions


def test_more_sessions_than_the_engine_holds_at_once() -> None:
    with Productions([production("p", named("x"))]) as made:
        assert {len(made.run([fact("x")])) for _ in range(1_100)} == {1}


def test_a_session_starts_without_the_facts_of_the_last() -> None:
    with Productions([production("p", named("x"), named("y"))]) as made:
        assert [len(made.run(facts)) for facts in ([fact("x")], [fact("y")], [fact("x"), fact("y")], [])] == [
            0,
            0,
            1,
            0,
        ]


def test_a_session_in_which_no_action_has_run_is_not_freed(monkeypatch: pytest.MonkeyPatch) -> None:
    freed: list[str] = []
    monkeypatch.setattr(engine.Ruleset, "do_actions", lambda _self, _state, complete: complete(None, None))
    monkeypatch.setattr(engine.Ruleset, "delete_state", lambda _, sid: freed.append(sid))
    assert "answered `None`" in refusal([production("p", named("x"))], fact("x"))
    assert freed == []


# Conditions


def test_the_engine_is_asked_for_equalities_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}
    register = engine.Host.register_rulesets

    def kept(self: engine.Host, definitions: dict[str, Any]) -> list[str]:
        asked.update(definitions["productions"])
        for rule in asked.values():
            assert rule["run"].__code__.co_argcount == 1  # with two, the engine would wait for a call that never comes
        return register(self, definitions)

    monkeypatch.setattr(engine.Host, "register_rulesets", kept)
    Productions([production("p", named("x"), Pattern("other", (("b", "2"), ("a", "1"))))]).close()
    assert asked["p0"] == {
        "all": [
            {"c0": {"$and": [{"kind": ":k"}, {"p0": "x"}]}},
            {"c1": {"$and": [{"kind": ":other"}, {"p2": "1"}, {"p1": "2"}]}},
        ],
        "dist": 0,
    }
    assert list(asked) == ["open", "p0", "sink"]


def test_a_production_without_patterns_is_refused() -> None:
    assert refusal([production("empty")]) == "production `empty`: it has no patterns"


def test_two_productions_of_one_name_are_refused() -> None:
    assert (
        refusal([production("p", named("x")), production("p", named("y"))]) == "production `p`: its name is used twice"
    )


def test_a_pattern_that_asks_twice_for_a_property_is_refused() -> None:
    twice = Pattern("k", (("name", "x"), ("name", "y")))
    assert refusal([production("p", twice)]) == "production `p`: one of its patterns asks for `name` twice"
    assert "`kind` twice" in refusal([production("p", Pattern("k", (("kind", "x"),)))])


def test_one_fact_may_meet_several_patterns() -> None:
    overlapping = [production("p", Pattern("k"), named("x"), named("x"))]
    assert fired(overlapping, fact("x")) == ["p"]
    assert len(fired(overlapping, fact("x"), {**fact("x"), "note": "1"})) == 8


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


# Change


def test_productions_that_never_come_to_an_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policyengine.verdicts.rete.MOST_FACTS", 300)

    def longer(matched: tuple[Fact, ...]) -> list[Fact]:
        return [fact(str(int(matched[0]["name"]) + 1))]

    message = refusal([Production("endless", (Pattern("k"),), longer)], fact("0"))
    assert message == "fact `kind=k, name=300` (concluded by production `endless`): the limit is 300 facts"


def test_a_fact_asserted_again_is_one_fact() -> None:
    again = [Production("p", (named("x"),), lambda matched: [*matched, *matched])]
    assert fired(again, fact("x"), dict(fact("x"))) == ["p"]


def test_one_bad_fact_among_many_stops_all_of_them() -> None:
    bad = {"kind": "k", "name": "x" * 5_000}
    seen: list[str] = []
    watching = Production("p", (Pattern("k"),), lambda matched: seen.append(matched[0]["name"]) or [])
    assert refusal([watching], fact("a"), bad, fact("b")).startswith("fact `kind=k, name=xxx")
    assert seen == []


def test_a_bad_conclusion_names_its_production() -> None:
    concluding = Production("p", (named("x"),), lambda _: [{"kind": "k", "name": 3}])
    assert refusal([concluding], fact("x")) == "fact `kind=k, name=3` (concluded by production `p`): `3` is not text"


def test_no_thread_of_the_engine_runs() -> None:
    before = set(threading.enumerate())
    with Productions([production("p", named("x"))]) as made:
        made.run([fact("x")])
        assert set(threading.enumerate()) == before


def test_productions_are_not_run_or_closed_from_within() -> None:
    made: list[Productions] = []

    def again(_: tuple[Fact, ...]) -> list[Fact]:
        with pytest.raises(ChainingRefusedError, match="still running"):
            made[0].close()
        made[0].run([])
        return []

    made.append(Productions([Production("p", (named("x"),), again)]))
    with made[0], pytest.raises(ChainingRefusedError, match="still running"):
        made[0].run([fact("x")])


# What the engine swallows, loses or invents


Assert = Callable[[engine.Host, str, dict[str, Any]], Any]


@pytest.fixture
def tampered(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[Assert, tuple[Any, ...]], Any]], None]]:
    """Puts something between us and the engine, for every fact but the opening one."""
    whole = engine.Host.assert_fact

    def put(between: Callable[[Assert, tuple[Any, ...]], Any]) -> None:
        def assert_fact(*arguments: Any) -> Any:
            return whole(*arguments) if arguments[2]["id"] == "0" else between(whole, arguments)

        monkeypatch.setattr(engine.Host, "assert_fact", assert_fact)

    yield put
    monkeypatch.undo()
    assert fired([production("p", named("x"))], fact("x")) == ["p"]


def test_an_interruption_within_an_action_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: engine.Closure, __: str) -> None:
        raise KeyboardInterrupt

    with Productions([production("p", named("x"))]) as made:
        with monkeypatch.context() as patched:
            patched.setattr(engine.Closure, "__getattr__", interrupted)
            with pytest.raises(KeyboardInterrupt):
                made.run([fact("x")])
        assert len(made.run([fact("x")])) == 1


def test_an_exception_in_the_reply_is_refused(tampered) -> None:
    tampered(lambda whole, arguments: whole(*arguments) | {"exception": "caught"})
    assert "it answered" in refusal([production("p", named("x"))], fact("x"))


@pytest.mark.parametrize("reply", [None, 0, [], "sid"])
def test_a_reply_that_is_no_dictionary_is_refused(reply: object, tampered) -> None:
    tampered(lambda _whole, _arguments: reply)
    assert f"it answered `{reply}`" in refusal([production("p", named("x"))], fact("x"))


def test_a_fact_that_nothing_acts_upon_is_refused(tampered) -> None:
    tampered(lambda whole, arguments: whole(*arguments[:2], without(arguments[2], "one")))
    assert "fact number 1 was not acted upon" in refusal([production("p", named("x"))], fact("x"))


def test_a_lost_firing_is_refused(tampered) -> None:
    tampered(lambda whole, arguments: whole(*arguments[:2], without(arguments[2], "p0")))
    assert "productions fired 0 times, not 1" in refusal([production("p", named("x"))], fact("x"))


def test_an_invented_firing_is_refused(tampered) -> None:
    tampered(lambda whole, arguments: whole(*arguments[:2], {**arguments[2], "p0": "x"}))
    both = [production("p", named("x")), production("q", Pattern("k"))]
    assert "productions fired 2 times, not 1" in refusal(both, fact("y"))


def test_a_fact_that_the_engine_takes_for_another_is_refused(tampered) -> None:
    tampered(lambda whole, arguments: whole(*arguments[:2], {**arguments[2], "id": "0"}))
    assert "already been observed" in refusal([production("p", named("x"))], fact("x"))


def test_a_fact_that_is_not_stored_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = engine.Ruleset.get_facts
    monkeypatch.setattr(engine.Ruleset, "get_facts", lambda self, sid: whole(self, sid)[1:])
    assert "it holds 0 facts of 1" in refusal([production("p", named("x"))], fact("x"))


def without(message: dict[str, Any], name: str) -> dict[str, Any]:
    return {known: value for known, value in message.items() if known != name}


# Builds


@pytest.mark.parametrize("module", ["durable", "durable_rules_engine"])
def test_without_the_engine_the_way_to_build_it_is_told(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ChainingUnavailableError) as caught:
        Productions([])
    for told in (caught.value.render("zh"), caught.value.render("en")):
        for word in ("gcc", "python3-dev", "Python 3.13", "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject"):
            assert word in told


def test_the_engine_is_loaded_with_the_first_productions() -> None:
    script = (
        "import sys; from policyengine.verdicts.rete import Productions; assert 'durable' not in sys.modules;"
        "Productions([]).close(); assert 'durable' in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True)


def test_refusals_are_told_in_both_languages() -> None:
    with pytest.raises(ChainingRefusedError) as caught:
        Productions([production("p", *map(named, "abcdefghijklmnopq"))])
    assert caught.value.render("zh") == "产生式 `p`：条件过多，最多 16"
