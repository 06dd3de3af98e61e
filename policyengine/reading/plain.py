"""Which texts YAML takes for themselves without quotes, so that what we write is read back as it was meant."""

import json
import re
from typing import Any

import yaml

_FIRST = re.compile(r"""[^\s\-?:,\[\]{}#&*!|>'"%@`]|-(?=[^\s,\[\]{}])""")
_SPECIAL = r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
"""What YAML takes for the end of a line, or lets stand nowhere."""
_INNER = re.compile(rf"[,\[\]{{}}]|: |:\Z| #|{_SPECIAL}")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
"""What YAML 1.2 takes for a number; 1.1 leaves `08` a text."""

_RESOLVER: Any = yaml.resolver.Resolver()
_TEXT = "tag:yaml.org,2002:str"


def reads_as_text(text: str) -> bool:
    """Whether programs that guess what a scalar means, by YAML 1.1 or 1.2, take it for a text without quotes."""
    return _NUMBER.match(text) is None and _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == _TEXT


def is_plain(text: str, *, flow: bool = True) -> bool:
    """Whether a text may stand without quotes, within `{…}` and `[…]` (`flow`) or only outside of them."""
    if not text or text != text.strip() or not _FIRST.match(text) or text.startswith(("---", "...")):
        return False
    found = _INNER.search(text)
    while found is not None and not flow and found.group() in ",[]{}":
        found = _INNER.search(text, found.end())
    return found is None


def quoted(text: str) -> str:
    """The text in double quotes, on one line."""
    return re.sub(_SPECIAL, lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))
