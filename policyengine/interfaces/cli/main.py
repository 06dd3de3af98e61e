"""Run a command and turn its ending into an exit code."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType, TracebackType
from typing import NoReturn, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command

from policyengine.explain.find import UnknownRuleError, UnknownSubjectError
from policyengine.interfaces.cli import check, clauses, demo, evaluate, exits, schema, vocabulary, why
from policyengine.interfaces.cli.lang import both, language, within
from policyengine.interfaces.cli.options import UsageError
from policyengine.interfaces.cli.output import note
from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.write import UnknownFormatError

PROGRAM = "policyengine"

app = typer.Typer(
    name=PROGRAM,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=both(
        "把工作要点写成规则，据事实得出可追溯的结论。",
        "Policy plans as rules, facts to verdicts that cite their clause.",
    ),
)
COMMANDS = (check, evaluate, why, clauses, vocabulary, schema, demo)
for module in COMMANDS:
    app.command(module.NAME, help=module.HELP)(module.command)

WRONG_USAGE = (UsageError, UnknownFormatError, UnknownRuleError, UnknownSubjectError)
"""Errors in what a call asks for, and not in what it reads."""

INTERRUPTED = Text("已中断，未写出任何文件。", "Interrupted; no file was written.")
FAULT = Text(
    "以上是程序自身的错误，不是评价结论；请把它连同所用命令一起报告。",
    "The above is a fault of the program, not a verdict; please report it with the command that led to it.",
)
USAGE = Text("用法有误：", "wrong usage: ")
HELP_HINT = Text("运行 `{path} --help` 查看用法。", "`{path} --help` tells how it is used.")


def main() -> NoReturn:
    """The console script."""
    lang = language(sys.argv[1:], os.environ)
    sys.excepthook = _faults(lang)
    signal.signal(signal.SIGTERM, _terminated)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # both are text files here
    sys.exit(run(sys.argv[1:], lang))


def run(arguments: Sequence[str], lang: Lang) -> int:
    """Run a command; the exit code. Only faults of the program are raised."""
    command = localised(lang)
    try:
        code = command.main(list(arguments), prog_name=PROGRAM, standalone_mode=False)
    except typer.TyperException as error:
        note(f"{USAGE.within(lang)}{error.format_message()}")
        note(HELP_HINT.within(lang).format(path=_path(arguments)))
        return exits.USAGE
    except WRONG_USAGE as error:
        note(error.render(lang))
        return exits.USAGE
    except PolicyEngineError as error:
        note(error.render(lang))
        return exits.REFUSED
    if code == exits.INTERRUPTED:
        note(INTERRUPTED.within(lang))
    return int(code or exits.FINE)


def localised(lang: Lang) -> TyperGroup:
    """The commands with their help in one language."""
    group = cast("TyperGroup", get_command(app))
    for command in (group, *group.commands.values()):
        command.help = within(command.help or "", lang)
        for parameter in command.params:
            words = getattr(parameter, "help", None)
            if words:
                parameter.help = within(words, lang)  # type: ignore[attr-defined]  # arguments and options have one
    return group


def _path(arguments: Sequence[str]) -> str:
    named = next((word for word in arguments if not word.startswith("-")), "")
    known = {module.NAME for module in COMMANDS}
    return f"{PROGRAM} {named}" if named in known else PROGRAM


def _terminated(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(exits.TERMINATED)


def _faults(lang: Lang) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> NoReturn:
        sys.__excepthook__(kind, error, trace)
        note(FAULT.within(lang))
        raise SystemExit(exits.FAULT)

    return report
