"""Which texts YAML takes for themselves without quotes, so that what we write is read back as it was meant."""

import re

_FIRST = re.compile(r"""[^\s\-?:,\[\]{}#&*!|>'"%@`]|[-?:](?=[^\s,\[\]{}])""")
_INNER = re.compile(r"[,\[\]{}]|: |:\Z| #|[^\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def is_plain(text: str, *, flow: bool = True) -> bool:
    """Whether a text may stand without quotes, within `{…}` and `[…]` (`flow`) or only outside of them."""
    if not text or text != text.strip() or not _FIRST.match(text) or text.startswith(("---", "...")):
        return False
    found = _INNER.search(text)
    while found is not None and not flow and found.group() in ",[]{}":
        found = _INNER.search(text, found.end())
    return found is None
