"""Pages work from a file, without a network: none loads anything from elsewhere."""

import re
from pathlib import Path

import pytest

from policyengine.interfaces.cli import exits
from tests.interfaces.calling import QUZHOU, ROOT, call
from tests.interfaces.pages import loads

PACKAGE = ROOT / "policyengine"
ELSEWHERE = re.compile(r"""(?:src|href|srcset|poster)=\\?["']?(?:https?:)?//|@import|:\s*url\(['"]?(?!#|data:)""")


def test_nothing_in_the_package_names_what_a_page_would_load() -> None:
    files = [path for ending in ("py", "css", "js", "html", "svg") for path in PACKAGE.rglob(f"*.{ending}")]
    found = {str(path.relative_to(ROOT)): ELSEWHERE.findall(path.read_text("utf-8")) for path in files}
    assert {name: words for name, words in found.items() if words} == {}


def test_the_ledger_of_clauses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = '要 <script src="https://example.org/x.js"></script>。\n'
    (tmp_path / "quzhou_2018.txt").write_text(text, "utf-8")
    out = tmp_path / "ledger.html"
    called = call(capsys, "clauses", QUZHOU, "--sources", tmp_path, "--format", "html", "--out", out)
    assert called.code in (exits.FINE, exits.FINDINGS)
    page = out.read_text("utf-8")
    assert "example.org" in page
    assert loads(page) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('<script src="x.js"></script>', ['<script src="x.js">']),
        ('<img src="https://example.org/a.png">', ['<img src="https://example.org/a.png">']),
        ('<link rel=stylesheet href="//example.org/a.css">', ['<link href="//example.org/a.css">']),
        ("<style>@import 'a.css'; p {background: url(a.png)}</style>", ["@import 'a.css'", "url(a.png)"]),
        ('<p style="background: url(a.png)">', ["url(a.png)"]),
        ("<script>fetch('/a')</script>", ["fetch("]),
        ('<meta http-equiv="refresh" content="0; url=a">', ["<meta http-equiv=refresh>"]),
        ('<svg><use href="#a"/></svg><a href="https://example.org">b</a><img src="data:image/png;base64,AA==">', []),
    ],
)
def test_what_would_be_loaded_is_seen(page: str, found: list[str]) -> None:
    assert loads(page) == found
