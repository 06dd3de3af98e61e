"""What a page would load from elsewhere when it is opened."""

import re
from html.parser import HTMLParser

LOADING = {"src", "href", "xlink:href", "srcset", "poster", "data", "background", "manifest", "action", "formaction"}
HERE = ("#", "data:")
IN_STYLES = re.compile(r"@import[^;]*|url\(\s*['\"]?(?!#|data:)[^)]*\)")
IN_SCRIPTS = re.compile(r"\b(?:fetch|import|importScripts|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\s*\(")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.within = tag
        for name, value in attrs:
            # A link is followed only by who clicks on it.
            if name in LOADING and not (tag == "a" and name == "href") and not (value or "").startswith(HERE):
                self.loads.append(f'<{tag} {name}="{value}">')
            elif name == "style":
                self.loads += IN_STYLES.findall(value or "")
            elif name == "http-equiv" and (value or "").lower() == "refresh":
                self.loads.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's own signature
        self.within = ""

    def handle_data(self, data: str) -> None:
        if self.within == "style":
            self.loads += IN_STYLES.findall(data)
        elif self.within == "script":
            self.loads += IN_SCRIPTS.findall(data)


def loads(page: str) -> list[str]:
    """What a page would load that is not in it: nothing, if it is to work from a file without a network."""
    parser = _Page()
    parser.feed(page)
    parser.close()
    return parser.loads
