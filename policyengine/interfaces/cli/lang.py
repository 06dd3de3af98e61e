"""Which language the user reads."""

import os
from collections.abc import Mapping, Sequence
from typing import get_args

from policyengine.reading.text import Lang, Text

VARIABLE = "POLICYENGINE_LANG"
OPTION = "--lang"
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
BETWEEN = " | "


def locale_language(environment: Mapping[str, str] | None = None) -> Lang:
    """Chinese where the locale is Chinese, else English; the first locale variable that is set decides."""
    known = os.environ if environment is None else environment
    locale = next((known[name] for name in LOCALE_VARIABLES if known.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """The language of a call, known before its arguments are parsed: `--lang`, the variable, or the locale."""
    said = environment.get(VARIABLE)
    for n, argument in enumerate(arguments):
        if argument == OPTION and n + 1 < len(arguments):
            said = arguments[n + 1]
        elif argument.startswith(f"{OPTION}="):
            said = argument.removeprefix(f"{OPTION}=")
    return next((lang for lang in get_args(Lang) if lang == said), locale_language(environment))


def both(zh: str, en: str) -> str:
    """Help in both languages, of which `within` takes one."""
    return f"{zh}{BETWEEN}{en}"


def within(words: str, lang: Lang) -> str:
    """One language of a help text; a text in one language alone stays as it is."""
    zh, found, en = words.partition(BETWEEN)
    return Text(zh, en).within(lang) if found else words
