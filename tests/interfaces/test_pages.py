"""Pages work from a file, without a network: none loads anything from elsewhere."""

import re
from pathlib import Path

import pytest

from policyengine.interfaces.cli import exits
from policyengine.reading.text import Lang
from tests.interfaces.calling import QUZHOU, ROOT, call, write_small
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


@pytest.fixture
def malicious(tmp_path: Path) -> tuple[Path, Path]:
    """A policy and facts whose words would load something, were they taken for more than words."""
    policy, facts = write_small(tmp_path)
    title = "title: '<img src=\"https://example.org/a.png\">'"
    policy.write_text(policy.read_text("utf-8").replace("title: 城市社区过半", title), "utf-8")
    county = facts / "county.csv"
    county.write_text(county.read_text("utf-8").replace("柯城区", "<script src=//example.org/x.js></script>"), "utf-8")
    return policy, facts


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_of_an_evaluation(
    malicious: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: Lang
) -> None:
    out = tmp_path / "report.html"
    words = ("evaluate", malicious[0], "--facts", malicious[1], "--as-of", "2019-03-01", "--by", "county", "--out", out)
    assert call(capsys, *words, lang=lang).code == exits.FINE
    page = out.read_text("utf-8")
    assert "example.org" in page
    assert loads(page) == []


def test_the_page_that_says_why(malicious: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    words = ("why", malicious[0], "urban-share", "330802", "--facts", malicious[1], "--as-of", "2019-03-01")
    called = call(capsys, *words, "--format", "html")
    assert called.code == exits.FINE
    assert "example.org" in called.out
    assert loads(called.out) == []


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
