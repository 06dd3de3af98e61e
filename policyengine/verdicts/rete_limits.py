"""What durable-rules 2.0.28 can hold without crashing, hanging or losing conclusions, and how the rest is refused.

The limits were found by experiment; each one is the last value at which the engine was seen to be right, or lower.
"""

import re

from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.findings import shown
from policyengine.reading.text import NOTHING, Text
from policyengine.verdicts.productions import KIND, Fact

MOST_PRODUCTIONS = 4_000
"""Of one ruleset; the engine ends at 4,096, of which two are ours."""

MOST_PATTERNS = 16
"""Of one production: as many facts as one match can hold."""

MOST_USES = 255
"""Of one pattern, by all productions together; with one more the engine writes beyond its list and crashes."""

MOST_BRANCHES = 511
"""Different conditions below one condition; with one more the engine never ends."""

MOST_KINDS = MOST_BRANCHES - 2
"""Kinds that patterns name; the opening of a session and the sink stand beside them."""

MOST_CONDITIONS_MET = 60
"""Different conditions, that on its kind with them, that one fact may meet; the engine's stack holds 64."""

MOST_PROPERTIES = 16
"""Properties that the patterns of one ruleset name; facts may have more, which the engine never sees."""

LONGEST_TEXT = 4_096
"""Characters of a kind, a property's name or its value."""

MOST_FACTS = 5_000
"""Of one session, given and concluded; each takes some nine kilobytes of the engine's memory."""

MOST_COMBINATIONS = 50_000
"""Of facts that meet a production's patterns, or the first of them, in one session: each is a frame in memory."""

SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character: Python can hold it, UTF-8 cannot."""


class ChainingRefusedError(PolicyEngineError):
    """Productions or facts beyond what the chaining engine can do exactly, or an engine that did not do it."""


class ChainingUnavailableError(PolicyEngineError):
    """The chaining engine is not installed in a way that works."""


def refused_production(name: str, problem: Text) -> ChainingRefusedError:
    """A production that cannot be run exactly."""
    return ChainingRefusedError(
        Text(f"产生式 `{shown(name)}`：{problem.zh}", f"production `{shown(name)}`: {problem.en}")
    )


def beyond(name: str, what: Text, most: int) -> ChainingRefusedError:
    """The first production with which there is too much of something."""
    return refused_production(
        name, Text(f"{what.zh}过多，最多 {most}", f"with it there are too many {what.en}; the limit is {most}")
    )


def refused_fact(fact: Fact, problem: Text, production: str | None) -> ChainingRefusedError:
    """A fact that the engine cannot hold exactly, with the production that concluded it, or none if it was given."""
    words = ", ".join(f"{name}={shown(value)}" for name, value in fact.items())
    source = NOTHING
    if production is not None:
        source = Text(f"（由产生式 `{shown(production)}` 推出）", f" (concluded by production `{shown(production)}`)")
    return ChainingRefusedError(
        Text(f"事实 `{shown(words)}`{source.zh}：{problem.zh}", f"fact `{shown(words)}`{source.en}: {problem.en}")
    )


def lost(problem: Text) -> ChainingRefusedError:
    """The engine did not do what it was asked: nothing that it concluded in this session is used."""
    return ChainingRefusedError(
        Text(
            f"durable-rules 出错，本次推理作废：{problem.zh}",
            f"durable-rules failed, and the session with it: {problem.en}",
        )
    )


def unavailable(error: ImportError) -> ChainingUnavailableError:
    """The import failed: what a build from source needs."""
    return ChainingUnavailableError(
        Text(f"无法载入 durable-rules：{error}", f"durable-rules cannot be loaded: {error}"),
        Text(
            "durable-rules 要从源码编译，需要 C 编译器和 Python 头文件（Debian：`apt-get install gcc python3-dev`）；"
            "Python 3.13 及以后还要设 `CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject` 后重新安装",
            "it is compiled from source and needs a C compiler and Python's headers (Debian: `apt-get install gcc "
            "python3-dev`); on Python 3.13 and later install it again with "
            "`CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject`",
        ),
    )


def text_problem(text: object) -> Text | None:
    """Why the engine cannot hold this as a text, or none."""
    if not isinstance(text, str):
        return Text(f"`{shown(text)}` 不是文本", f"`{shown(text)}` is not text")
    if len(text) > LONGEST_TEXT:
        return Text(
            f"`{shown(text)}` 有 {len(text)} 个字符，最多 {LONGEST_TEXT} 个",
            f"`{shown(text)}` has {len(text)} characters; the limit is {LONGEST_TEXT}",
        )
    if SURROGATE.search(text):
        return Text(f"`{shown(text)}` 含有无法编码的字符", f"`{shown(text)}` holds a character that cannot be encoded")
    return None


def checked_fact(fact: Fact, production: str | None) -> Fact:
    """The fact as it stands now. Raises `ChainingRefusedError` unless it has a kind and all of it are texts."""
    kept = dict(fact)
    if KIND not in kept:
        raise refused_fact(kept, Text(f"没有 `{KIND}`", f"it has no `{KIND}`"), production)
    for text in (*kept, *kept.values()):
        if problem := text_problem(text):
            raise refused_fact(kept, problem, production)
    return kept
