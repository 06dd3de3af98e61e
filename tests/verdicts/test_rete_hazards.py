"""Each way in which durable-rules 2.0.28 is known to go wrong is avoided: ids, sessions, conditions, change."""

import threading
from typing import Any

import pytest
from durable import engine

from policyengine.verdicts import rete_limits as limits
from policyengine.verdicts.rete import ChainingRefusedError, Fact, Pattern, Production, Productions
from policyengine.verdicts.rete_hashes import check_distinct, engine_hash
from tests.verdicts.rete_parts import fact, fired, named, production, refusal

COLLIDING = ("40189", "797186")
"""Two texts that the engine's hash does not tell apart."""

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
