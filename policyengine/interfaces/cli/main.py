"""Run a command and turn its ending into an exit code."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from types import FrameType, TracebackType
from typing import NoReturn, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.help_words import in_chinese
from policyengine.interfaces.cli.lang import OPTION, both, language, within
from policyengine.interfaces.cli.options import LangOption
from policyengine.interfaces.cli.output import flush, note
from policyengine.interfaces.cli.usage import told
from policyengine.reading.errors import PolicyEngineError, WrongUsageError
from policyengine.reading.text import Lang, Text

PROGRAM = "policyengine"

COMMANDS = (
    "check",
    "evaluate",
    "why",
    "clauses",
    "due",
    "vocabulary",
    "schema",
    "test",
    "draft",
    "template",
    "format",
    "set",
    "diff",
    "runs",
    "verdicts",
    "consequences",
    "replay",
    "changes",
    "export",
    "certificate",
    "verify",
    "determine",
    "ledger",
    "dossier",
    "demo",
    "selftest",
)
"""The commands in the order in which help lists them, each a module of this folder, loaded when it is called for."""

EXTRAS = {
    **dict.fromkeys(("alembic", "cryptography", "fsspec", "rfc8785", "sqlalchemy"), "audit"),
    **dict.fromkeys(("PIL", "docx", "fontTools", "fpdf"), "report"),
}
"""The packages that only some commands need, and the extra that brings them."""

MISSING_EXTRA = Text(
    '没有安装 `{package}`。\npip install "policyengine-rules[{extra}]"',
    '`{package}` is not installed.\npip install "policyengine-rules[{extra}]"',
)
INTERRUPTED = Text("已中断，未写出任何文件。", "Interrupted; no file was written.")
FAULT = Text(
    "以上是程序自身的错误，不是评价结论；请把它连同所用命令一起报告。",
    "The above is a fault of the program, not a verdict; please report it with the command that led to it.",
)


def main() -> NoReturn:
    """The console script."""
    lang = language(sys.argv[1:], os.environ)
    sys.excepthook = _faults(lang)
    signal.signal(signal.SIGTERM, _terminated)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # both are text files here
    code = run(sys.argv[1:], lang)
    flush()
    sys.exit(code)


def app_of(names: Iterable[str]) -> typer.Typer:
    """The program with some of its commands."""
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
    app.callback()(_before_commands)
    for name in names:
        module = import_module(f"policyengine.interfaces.cli.{name}")
        if hasattr(module, "APP"):
            app.add_typer(module.APP, name=module.NAME, help=module.HELP)
        else:
            kind = getattr(module, "Command", TyperCommand)
            app.command(module.NAME, cls=kind, help=module.HELP)(module.command)
    return app


def _before_commands(*, lang: LangOption) -> None:
    """What may stand before a command's name; without it, a single command would need no name."""


def run(arguments: Sequence[str], lang: Lang) -> int:
    """Run a command; the exit code. Only faults of the program are raised."""
    named = _named(arguments)
    command = localised(app_of([named] if named else COMMANDS), lang)
    try:
        code = command.main(list(arguments), prog_name=PROGRAM, standalone_mode=False, obj=lang)
    except typer.TyperException as error:
        note(told(error, f"{PROGRAM} {named}" if named else PROGRAM, lang))
        return exits.USAGE
    except ModuleNotFoundError as error:
        extra = EXTRAS.get((error.name or "").partition(".")[0])
        if extra is None:
            raise
        note(MISSING_EXTRA.within(lang).format(package=error.name, extra=extra))
        return exits.REFUSED
    except WrongUsageError as error:
        note(error.render(lang))
        return exits.USAGE
    except PolicyEngineError as error:
        note(error.render(lang))
        return exits.REFUSED
    if code == exits.INTERRUPTED:
        note(INTERRUPTED.within(lang))
    return int(code or exits.FINE)


def localised(app: typer.Typer, lang: Lang) -> TyperGroup:
    """The commands with their help in one language."""
    group = cast("TyperGroup", get_command(app))
    for command in _all_commands(group):
        command.help = within(command.help or "", lang)
        for parameter in command.params:
            words = getattr(parameter, "help", None)
            if words:
                parameter.help = within(words, lang)  # type: ignore[attr-defined]  # arguments and options have one
        if lang == "zh":
            command.get_help = _chinese(command.get_help)  # type: ignore[method-assign]  # of this command alone
    return group


def _chinese(get_help: Callable[..., str]) -> Callable[..., str]:
    return lambda context: in_chinese(get_help(context))


def _all_commands(group: TyperGroup) -> Iterator[TyperCommand | TyperGroup]:
    yield group
    for command in group.commands.values():
        if isinstance(command, TyperGroup):
            yield from _all_commands(command)
        elif isinstance(command, TyperCommand):
            yield command


def _named(arguments: Sequence[str]) -> str | None:
    """The command that a call names, if there is such a one."""
    words = iter(arguments)
    for word in words:
        if word == OPTION:
            next(words, None)
        elif not word.startswith("-"):
            return word if word in COMMANDS else None
    return None


def _terminated(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(exits.TERMINATED)


def _faults(lang: Lang) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> NoReturn:
        sys.__excepthook__(kind, error, trace)
        note(FAULT.within(lang))
        raise SystemExit(exits.FAULT)

    return report
