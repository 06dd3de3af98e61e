"""Findings and the messages that they are made of."""

import string

import pytest

from policyengine.language import messages as language_messages
from policyengine.reading import messages as reading_messages
from policyengine.reading.findings import Finding, Message, Severity, catalogue, has_errors, in_order
from policyengine.reading.place import Place
from policyengine.reading.text import Text

CATALOGUE = [*reading_messages.MESSAGES.values(), *language_messages.MESSAGES.values()]
GREETING = Message("greeting", Severity.NOTE, "\u4f60\u597d {name}", "hello {name}", "{advice}", "{advice}")


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("message", CATALOGUE, ids=lambda message: message.code)
def test_both_languages_say_the_same(message: Message) -> None:
    assert message.zh
    assert message.en
    assert placeholders(message.zh) == placeholders(message.en)
    assert bool(message.hint_zh) == bool(message.hint_en)
    assert placeholders(message.hint_zh) == placeholders(message.hint_en)


def test_a_value_is_said_in_the_language_of_the_words_around_it() -> None:
    finding = Finding.of(GREETING, Place("f"), "line", name="x", advice=Text("\u8bf7\u8fdb", "come in"))
    assert finding == Finding(
        "greeting",
        Severity.NOTE,
        Place("f"),
        Text("\u4f60\u597d x", "hello x"),
        Text("\u8bf7\u8fdb", "come in"),
        "line",
    )


def test_a_value_is_one_short_plain_line() -> None:
    finding = Finding.of(GREETING, Place("f"), name="\x1b[31m\n\u202e{name}" + "x" * 200, advice="")
    assert finding.message.en.startswith("hello \\x1b[31m\\n\\u202e{name}xxx")
    assert finding.message.en.endswith("x…")
    assert len(finding.message.en) < 110


def test_findings_are_in_the_order_of_their_places_each_once() -> None:
    late, early = (Finding.of(GREETING, Place("f", line), name="x", advice="") for line in (10, 9))
    assert in_order([late, early, late]) == (early, late)


def test_only_errors_stop_the_stages_that_follow() -> None:
    note = Finding.of(GREETING, Place("f"), name="x", advice="")
    error = Finding.of(reading_messages.EMPTY_FILE, Place("f"))
    assert (has_errors([]), has_errors([note]), has_errors([note, error])) == (False, False, True)


def test_a_catalogue_has_each_code_once() -> None:
    assert catalogue({"GREETING": GREETING, "other": 1}) == {"greeting": GREETING}
    with pytest.raises(ValueError, match="share a code"):
        catalogue({"A": GREETING, "B": GREETING})
