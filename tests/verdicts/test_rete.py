"""Chaining agrees with brute force: every combination fires once, nothing else does, and in an order that can be."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from random import Random

import pytest

from policyengine.verdicts.rete import ChainingRefusedError, Fact, Firing, Pattern, Production, Productions

KINDS = ("literal", "事实")
NAMES = ("name", "状态", "truth")
TEXTS = ("年度报告", "年度报吿", "1")
RULESETS, SESSIONS = 500, 20


def seeded(number: int) -> Random:
    return Random(number)  # noqa: S311 - the same chance in every run


def concluding(*facts: Fact) -> Callable[[tuple[Fact, ...]], Iterable[Fact]]:
    return lambda _: facts


def literal(name: str) -> Fact:
    return {"kind": "literal", "name": name, "truth": "surely"}


def on(*names: str) -> tuple[Pattern, ...]:
    return tuple(Pattern("literal", (("name", name), ("truth", "surely"))) for name in names)


Key = tuple[str, tuple[frozenset[tuple[str, str]], ...]]


def content(fact: Fact) -> frozenset[tuple[str, str]]:
    return frozenset(fact.items())


def fixpoint(productions: Sequence[Production], facts: Iterable[Fact]) -> Counter[Key]:
    """All firings, by trying every combination of known facts until nothing is new."""
    known = {content(fact): fact for fact in facts}
    fired: Counter[Key] = Counter()
    grown = True
    while grown:
        grown = False
        for one in productions:
            meeting = [[fact for fact in known.values() if meets(fact, pattern)] for pattern in one.patterns]
            for matched in product(*meeting):
                key = (one.name, tuple(map(content, matched)))
                if key not in fired:
                    fired[key], grown = 1, True
                    known |= {content(fact): fact for fact in one.conclude(matched)}
    return fired


def meets(fact: Fact, pattern: Pattern) -> bool:
    return fact["kind"] == pattern.kind and all(fact.get(name) == value for name, value in pattern.where)


def keys(firings: Iterable[Firing]) -> Counter[Key]:
    return Counter((firing.production, tuple(map(content, firing.matched))) for firing in firings)


def in_an_order_that_can_be(facts: Iterable[Fact], firings: Iterable[Firing]) -> bool:
    known = set(map(content, facts))
    for firing in firings:
        if not known.issuperset(map(content, firing.matched)):
            return False
        known.update(map(content, firing.concluded))
    return True


def some_fact(chance: Random) -> Fact:
    return {"kind": chance.choice(KINDS)} | {
        name: chance.choice(TEXTS) for name in (*NAMES, "payload") if chance.random() < 0.6
    }


def some_production(chance: Random, name: str) -> Production:
    patterns = tuple(
        Pattern(
            chance.choice(KINDS),
            tuple((asked, chance.choice(TEXTS)) for asked in chance.sample(NAMES, chance.choice((0, 1, 1, 1, 2, 3)))),
        )
        for _ in range(chance.choice((1, 1, 2, 2, 3)))
    )
    fixed = [some_fact(chance) for _ in range(chance.randint(0, 2))]
    carried = chance.choice(NAMES) if chance.random() < 0.3 else None

    def conclude(matched: tuple[Fact, ...]) -> list[Fact]:
        if carried is None:
            return fixed
        return [*fixed, {"kind": KINDS[0], carried: matched[-1].get(carried, TEXTS[0])}]

    return Production(name, patterns, conclude)


def test_random_chains_agree_with_brute_force() -> None:
    chance = seeded(20_260)
    steps = 0
    for _ in range(RULESETS):
        made = [some_production(chance, f"规则{number}") for number in range(chance.randint(1, 6))]
        with Productions(made) as productions:
            for _ in range(SESSIONS):
                facts = [some_fact(chance) for _ in range(chance.randint(0, 6))]
                firings = productions.run(facts)
                assert keys(firings) == fixpoint(made, facts), (made, facts)
                assert in_an_order_that_can_be(facts, firings)
                steps += len(firings)
    assert steps > 2 * RULESETS * SESSIONS


def test_a_chain_is_told_step_by_step() -> None:
    made = [
        Production("second", on("reported", "abnormal"), concluding(literal("listed"))),
        Production("first", on("late"), concluding(literal("abnormal"), literal("late"))),
    ]
    with Productions(made) as productions:
        firings = productions.run([literal("late"), literal("reported"), {**literal("late"), "note": "x"}])
    late, noted = literal("late"), {**literal("late"), "note": "x"}
    assert firings == (
        Firing("first", (late,), (literal("abnormal"), late)),
        Firing("first", (noted,), (literal("abnormal"), late)),
        Firing("second", (literal("reported"), literal("abnormal")), (literal("listed"),)),
    )


def test_a_ruleset_holds_the_consequences_of_five_plans() -> None:
    chance = seeded(5)
    names = [f"五个方案的第 {number} 条规则=noncompliant" for number in range(700)]
    made = [
        Production(
            f"c{number}", on(*chance.sample(names[:600], chance.choice((1, 2, 2)))), concluding(literal(follows))
        )
        for number, follows in enumerate(chance.choices(names[300:], k=700))
    ]
    assert len({pattern for one in made for pattern in one.patterns}) > 500
    with Productions(made) as productions:
        for _ in range(20):
            given = chance.sample(names, 60)
            firings = productions.run([literal(name) for name in given])
            assert {firing.production for firing in firings} == closure(made, given)


def closure(productions: Iterable[Production], given: Iterable[str]) -> set[str]:
    known, fired = set(given), set[str]()
    while more := [
        one
        for one in productions
        if one.name not in fired and known.issuperset(dict(pattern.where)["name"] for pattern in one.patterns)
    ]:
        for one in more:
            fired.add(one.name)
            known.update(fact["name"] for fact in one.conclude(()))
    return fired


def test_threads_share_productions() -> None:
    made = [Production(f"p{number}", on(f"v{number}"), concluding(literal(f"v{number + 1}"))) for number in range(20)]

    def lengths(productions: Productions) -> list[int]:
        return [len(productions.run([literal(f"v{start}")])) for start in range(20)]

    with Productions(made) as productions, ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lengths, [productions] * 12))
    assert found == [[20 - start for start in range(20)]] * 12


def test_several_sets_are_open_at_once() -> None:
    sets = [Productions([Production("p", on("v"), concluding(literal(f"w{number}")))]) for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda one: one.run([literal("v")]), sets * 5))
    for one in sets[::2]:
        one.close()
    assert [firings[0].concluded for firings in found] == [(literal(f"w{number}"),) for number in range(12)] * 5
    assert sets[1].run([literal("v")])[0].concluded == (literal("w1"),)
    for one in sets:
        one.close()


def test_closed_productions_are_not_run() -> None:
    productions = Productions([])
    assert productions.run([literal("v")]) == ()
    productions.close()
    productions.close()
    with pytest.raises(ChainingRefusedError, match="closed"):
        productions.run([])


def test_what_conclude_raises_comes_through_and_leaves_the_productions_usable() -> None:
    def conclude(matched: tuple[Fact, ...]) -> list[Fact]:
        if matched[0]["name"] == "bad":
            raise LookupError("of the caller's own")
        return []

    with Productions([Production("p", (Pattern("literal"),), conclude)]) as productions:
        with pytest.raises(LookupError, match="of the caller's own"):
            productions.run([literal("good"), literal("bad")])
        assert len(productions.run([literal("good")])) == 1
