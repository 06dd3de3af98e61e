"""Pages that need nothing else: whole in one file, escaped by construction, forbidden to load anything."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape

from policyengine.reading.text import Lang


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: str | None) -> Html:
    """An element; children that are not `Html` are escaped. Of attributes `class_` is `class`, `None` is left out."""
    given = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    written = "".join(f' {key}="{escape(value)}"' for key, value in given)
    return Html(f"<{name}{written}>{joined(children)}</{name}>")


def joined(children: Iterable[str], between: str = "") -> Html:
    """Pieces one after the other, those escaped that are not `Html`."""
    return Html(escape(between).join(child if isinstance(child, Html) else escape(child) for child in children))


def page(title: str, lang: Lang, style: str, body: str) -> str:
    """A page in one language; browsers are told to load nothing and to run nothing."""
    digest = b64encode(sha256(f"\n{style}".encode()).digest()).decode()
    allowed = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(allowed, quote=False)}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
