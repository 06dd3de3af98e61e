"""Calls that are wrong are answered in the caller's language, and `--lang` may stand anywhere."""

import re
from pathlib import Path

import pytest
import typer

from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.lang import language
from policyengine.interfaces.cli.main import COMMANDS, run
from policyengine.interfaces.cli.usage import told
from policyengine.reading.text import Lang, Text
from tests.interfaces.calling import call, write_small

SCHEMAS = ("`policy`、`vocabulary`、`facts`、`waivers`、`cases`", "`policy`, `vocabulary`, `facts`, `waivers`, `cases`")

WRONG = [
    (["check"], "check", Text("缺少 `POLICY...`", "`POLICY...` is missing")),
    (["export", "--out", "x"], "export", Text("缺少 `--run`", "`--run` is missing")),
    (
        ["check", "x", "--fromat", "json"],
        "check",
        Text("没有选项 `--fromat`\n是否想写 `--format`？", "there is no option `--fromat`\nDid you mean `--format`?"),
    ),
    (["check", "-q", "x"], "check", Text("没有选项 `-q`", "there is no option `-q`")),
    (["check", "x", "--format"], "check", Text("选项 `--format` 缺少值", "the option `--format` needs a value")),
    (["format", "x", "--diff=3"], "format", Text("选项 `--diff` 不带值", "the option `--diff` takes no value")),
    (["runs", "show", "一"], "runs show", Text("`RUN` 应为整数，而不是 `一`", "`RUN` is a whole number, not `一`")),
    (["runs", "show", "0"], "runs show", Text("`RUN` 应不小于 1，而不是 `0`", "`RUN` is 1 or more, not `0`")),
    (
        ["draft", "x", "--year", "20180"],
        "draft",
        Text("`--year` 应不大于 2099，而不是 `20180`", "`--year` is 2099 or less, not `20180`"),
    ),
    (
        ["schema", "law"],
        "schema",
        Text(f"`KIND` 应为 {SCHEMAS[0]} 之一，而不是 `law`", f"`KIND` is one of {SCHEMAS[1]}, not `law`"),
    ),
    (["demo", "a", "b\x1b", "c"], "demo", Text("多余的参数：`b\\x1b`、`c`", "too many arguments: `b\\x1b`, `c`")),
    (
        ["evalute"],
        "",
        Text("没有命令 `evalute`\n是否想写 `evaluate`？", "there is no command `evalute`\nDid you mean `evaluate`?"),
    ),
    (
        ["ledger", "open"],
        "ledger",
        Text(
            "没有命令 `open`\n可用的有：`checkpoint`、`forget`、`init`、`verify`。",
            "there is no command `open`\nKnown are: `checkpoint`, `forget`, `init`, `verify`.",
        ),
    ),
    ([], "", Text("没有写明命令", "no command is named")),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("words", "command", "wrong"), WRONG)
def test_what_is_wrong_is_told_with_the_way_to_help(
    capsys: pytest.CaptureFixture[str], words: list[str], command: str, wrong: Text, lang: Lang
) -> None:
    # Before the command: an option that lacks its value would take what follows.
    code = run(["--lang", lang, *words], lang)
    path = f"policyengine {command}".rstrip()
    expected = {
        "zh": f"用法有误：{wrong.zh}\n运行 `{path} --help` 查看用法。\n",
        "en": f"wrong usage: {wrong.en}\n`{path} --help` tells how it is used.\n",
    }
    out, err = capsys.readouterr()
    assert (code, out, err) == (exits.USAGE, "", expected[lang])


def test_a_wrong_variable_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYENGINE_LANG", "fr")
    assert run(["schema", "policy"], "en") == exits.USAGE
    assert "`POLICYENGINE_LANG` is one of `zh`, `en`, not `fr`" in capsys.readouterr().err


def test_what_the_parser_says_besides_is_told_in_its_words() -> None:
    class Strange(typer.BadParameter):
        pass

    assert told(Strange("the moon is full"), "policyengine", "zh") == (
        "用法有误：Invalid value: the moon is full\n运行 `policyengine --help` 查看用法。"
    )


@pytest.mark.parametrize("words", [[], ["ledger"]])
def test_a_call_without_words_is_answered_with_help(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert run(words, "zh") == exits.USAGE
    out, err = capsys.readouterr()
    assert (out, err.split("[", 1)[0]) == ("", " ".join(["用法：policyengine", *words, ""]))
    assert "用法有误" not in err


@pytest.mark.parametrize(
    "words",
    [
        ["--lang", "zh", "check"],
        ["--lang=zh", "check"],
        ["check", "--lang", "zh"],
        ["--lang", "en", "check", "--lang", "zh"],
    ],
)
def test_the_language_may_be_said_anywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("POLICYENGINE_LANG", "en")
    policy, _ = write_small(tmp_path)
    assert run([*words, str(policy)], language(words, {})) == exits.FINE
    assert capsys.readouterr().out.startswith("1 个文件：0 个错误，0 个警告；")


@pytest.mark.parametrize(
    "words", [["--help", "--lang", "zh"], ["--lang", "zh", "--help"], ["ledger", "--lang", "zh", "verify", "--help"]]
)
def test_help_is_in_the_language_that_is_said(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert run(words, language(words, {})) == exits.FINE
    assert "用中文还是英文；默认随系统语言" in capsys.readouterr().out


def test_the_languages_of_commands_within_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = str(tmp_path / "audit")
    assert call(capsys, "ledger", "init", ledger).code == exits.FINE
    for words in (["runs", "--lang", "zh"], ["--lang", "zh", "runs"]):
        assert run([*words, "--ledger", ledger], "zh") == exits.FINE
        assert capsys.readouterr().out == "台账中还没有运行。\n"


@pytest.mark.parametrize("words", [[], *([name] for name in COMMANDS)], ids=lambda words: words[0] if words else "all")
def test_help_is_in_one_language(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert run([*words, "--help"], "zh") == exits.FINE
    chinese = capsys.readouterr().out
    assert re.search(r"Usage|Options:|Arguments:|Commands:|Show |required|default|env +var", chinese) is None
    assert run([*words, "--help"], "en") == exits.FINE
    assert re.search("[一-龥]", capsys.readouterr().out) is None
