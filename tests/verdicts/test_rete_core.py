"""What the engine swallows, loses or invents is refused aloud, and so is an engine that is not there."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from durable import engine

from policyengine.verdicts.rete import (
    ChainingRefusedError,
    ChainingUnavailableError,
    Pattern,
    Productions,
)
from tests.verdicts.rete_parts import fact, fired, named, production, refusal

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
