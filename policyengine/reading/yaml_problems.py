"""What PyYAML's parsers complain of, in words for people who write policies."""

from typing import NamedTuple

import yaml

from policyengine.reading.findings import Finding, shown
from policyengine.reading.messages import YAML_SYNTAX
from policyengine.reading.place import Place
from policyengine.reading.source import Source
from policyengine.reading.text import Text


class _Problem(NamedTuple):
    """Words for one complaint; `at_context` moves the caret to where the broken part begins."""

    signs: tuple[str, ...]
    what: Text
    advice: Text
    at_context: bool = False


_TAB = _Problem(
    ("a tab character",),
    Text("缩进用了制表符（Tab）", "a tab character stands in the indentation"),
    Text("请改用空格缩进，每层两个。", "Indent with spaces, two a level."),
)

# The C parser and the pure one word the same complaint differently: a sign is a part that stands in either.
_PROBLEMS = (
    _TAB,
    _Problem(
        ("cannot start any token",),
        Text("值不能以 `{found}` 开头", "a value cannot begin with `{found}`"),
        Text("请给整个值加上引号。", "Put the whole value in quotes."),
    ),
    _Problem(
        ("mapping values are not allowed",),
        Text("这里不能有“键: 值”", "a key and value cannot stand here"),
        Text(
            "检查缩进；如果冒号属于文字，请给整个值加上引号。",
            "Check the indentation; if the colon belongs to a text, put the whole value in quotes.",
        ),
    ),
    _Problem(
        ("unexpected end of stream",),
        Text("从这里开始的引号没有结束", "the quote that begins here has no end"),
        Text("请补上后引号。", "Add the closing quote."),
        at_context=True,
    ),
    _Problem(
        ("expected ',' or '}'",),
        Text("从这里开始的 `{{` 没有正确结束", "the `{{` that begins here is not closed properly"),
        Text("各项之间用英文逗号分开，最后写 `}`。", "Separate the entries with commas and end with `}`."),
        at_context=True,
    ),
    _Problem(
        ("expected ',' or ']'",),
        Text("从这里开始的 `[` 没有正确结束", "the `[` that begins here is not closed properly"),
        Text("各项之间用英文逗号分开，最后写 `]`。", "Separate the items with commas and end with `]`."),
        at_context=True,
    ),
    _Problem(
        ("could not find expected ':'",),
        Text("键之后缺少英文冒号", "a key lacks its colon"),
        Text(
            "写作 `键: 值`，冒号为英文冒号，后面空一格；多行文字请用引号或 `|`。",
            "Write `key: value`; a text of several lines needs quotes or `|`.",
        ),
        at_context=True,
    ),
    _Problem(
        ("expected key", "'-' indicator", "<block end>"),
        Text("这一行与上面的内容不对齐", "this line does not line up with what stands above it"),
        Text(
            "同一层的键（或 `-`）要对齐；引号之后不能再有文字。",
            "Keys (or `-`) of one level line up, and nothing follows a closing quote.",
        ),
    ),
    _Problem(
        ("escape character",),
        Text("双引号内有不认识的转义 `\\`", "an unknown escape `\\` stands within double quotes"),
        Text("请改用单引号，或把 `\\` 写成 `\\\\`。", "Use single quotes, or write `\\` as `\\\\`."),
    ),
    _Problem(
        ("node content",),
        Text("这里缺少一个值", "a value is missing here"),
        Text("请补上值；以标点开头的文字要加引号。", "Write it; a text that begins with punctuation needs quotes."),
    ),
    _Problem(
        ("sequence entries are not allowed",),
        Text("列表不能从这里开始", "a list cannot begin here"),
        Text("请让每个 `-` 另起一行。", "Begin a new line with each `-`."),
    ),
)


def syntax_finding(source: Source, error: yaml.MarkedYAMLError) -> Finding:
    """The finding for what stopped a parser, at the place where it stopped or where the broken part begins."""
    complaint = error.problem or ""
    found = _character(source, error.problem_mark)
    problem = next((p for p in _PROBLEMS if any(sign in complaint for sign in p.signs)), None)
    if problem is not None and found == "\t" and "cannot start any token" in complaint:
        problem = _TAB
    if problem is None:
        return source.finding(
            YAML_SYNTAX,
            _place(source, error.problem_mark),
            problem=Text(f"`{complaint}`", f"`{complaint}`"),
            advice=Text("请检查这一行的 YAML 写法。", "Check how this line is written as YAML."),
        )
    mark = error.context_mark if problem.at_context and error.context_mark else error.problem_mark
    what = Text(*(words.format(found=shown(found)) for words in problem.what))
    return source.finding(YAML_SYNTAX, _place(source, mark), problem=what, advice=problem.advice)


def _character(source: Source, mark: yaml.Mark | None) -> str:
    if mark is None or mark.line >= len(source.lines):
        return ""
    return source.lines[mark.line][mark.column : mark.column + 1]


def _place(source: Source, mark: yaml.Mark | None) -> Place:
    return Place(source.name) if mark is None else Place(source.name, mark.line + 1, mark.column + 1)
