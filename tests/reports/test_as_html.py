"""Verdicts, and one verdict explained, as pages: whole, escaped, with headers, loading nothing."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from policyengine.interfaces.cli import exits
from policyengine.reading.html import Html, joined, page, tag
from policyengine.reading.text import Lang
from policyengine.reports import as_html
from tests.interfaces.calling import call, write_small

HOSTILE = "<script>alert(1)</script>&\"'<img src=x onerror=alert(1)>"

RULES = """
  named:
    title: '{words}'
    modality: must
    actor: '{words}'
    subject: community
    require: {{kind: urban}}
    cite: {{section: '{words}', quote: '{words}'}}
    reading: '{words}'
"""
VOID = {"meta", "br", "img"}


class Page(HTMLParser):
    """What stands in a page; every element is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.words.append(data)


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    return write_small(tmp_path)


def report(capsys: pytest.CaptureFixture[str], small: tuple[Path, Path], lang: Lang) -> str:
    out = small[0].with_name("report.html")
    called = call(capsys, "evaluate", small[0], "--facts", small[1], "--as-of", "2019-03-01", "--out", out, lang=lang)
    assert called.code == exits.FINE, called.err
    return out.read_text("utf-8")


def explained(capsys: pytest.CaptureFixture[str], small: tuple[Path, Path], lang: Lang, rule: str, of: str) -> str:
    arguments = ("why", small[0], rule, of, "--facts", small[1], "--as-of", "2019-03-01", "--format", "html")
    return call(capsys, *arguments, lang=lang).out


def loads_nothing(text: str) -> None:
    found = Page(text)
    assert {name for name, _ in found.tags} & {"script", "link", "img", "iframe", "object", "form", "base"} == set()
    links = [attributes["href"] or "" for _, attributes in found.tags if "href" in attributes]
    ids = {attributes["id"] for _, attributes in found.tags if "id" in attributes}
    assert all(link[0] == "#" and link[1:] in ids for link in links)
    assert not any(name.startswith("on") or name in ("src", "style") for _, all_ in found.tags for name in all_)
    assert not re.search(r"url\(|@import", text)
    assert "default-src 'none'" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_counts_and_lists_and_cites(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], lang: Lang
) -> None:
    small[0].write_text(small[0].read_text("utf-8") + RULES.format(words="城市社区"), "utf-8")
    text = report(capsys, small, lang)
    loads_nothing(text)
    found = Page(text)
    words = "|".join(found.words)
    assert (("html", {"lang": "zh-CN" if lang == "zh" else "en"})) in found.tags
    heads = {
        "zh": ("按规则汇总", "整改清单", "待核实清单", "规则与依据"),
        "en": ("By rule", "To put right", "To find out"),
    }
    for head in heads[lang]:
        assert head in words
    for told in ("小方案", "柯城区", "“过半”", "small/named", "community.csv", "2018-12-31"):
        assert told in words
    tables = [name for name, _ in found.tags if name == "table"]
    headers = [attributes for name, attributes in found.tags if name == "th"]
    assert len(tables) == 5
    assert all(attributes.get("scope") in ("col", "row") for attributes in headers)
    bars = [attributes for name, attributes in found.tags if name == "svg"]
    assert all(attributes["role"] == "img" and attributes["aria-label"] for attributes in bars)
    assert {"zh": "共 2 项。", "en": "2 in all."}[lang] in words


def test_whatever_names_and_texts_hold_is_text(small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    quoted = HOSTILE.replace("'", "''")
    small[0].write_text(small[0].read_text("utf-8") + RULES.format(words=quoted), "utf-8")
    for name, old in (("community.csv", "c2,二"), ("county.csv", "330802,柯城区")):
        rows = small[1] / name
        key = old.split(",")[0]
        rows.write_text(rows.read_text("utf-8").replace(old, key + ',"' + HOSTILE.replace('"', '""') + '"'), "utf-8")
    text = report(capsys, small, "zh")
    loads_nothing(text)
    assert HOSTILE in Page(text).words
    why = explained(capsys, small, "zh", "named", "c2")
    loads_nothing(why)
    assert any(HOSTILE in word for word in Page(why).words)


def test_only_the_first_lines_are_listed_and_it_is_said(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(as_html, "FIRST", 1)
    text = report(capsys, small, "en")
    assert "2 in all, of which these are the first 1; `--out F.xlsx` has all." in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_explanation_says_what_it_says_as_text(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str], lang: Lang
) -> None:
    page_ = explained(capsys, small, lang, "urban-share", "330803")
    loads_nothing(page_)
    words = "".join("".join(Page(page_).words).split())
    arguments = ("why", small[0], "urban-share", "330803", "--facts", small[1], "--as-of", "2019-03-01")
    for line in call(capsys, *arguments, lang=lang).out.splitlines():
        for part in re.split(r"\s{2,}", line.strip()):
            assert "".join(part.split()) in words


def test_of_a_subject_without_verdict_a_page_says_so(
    small: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (small[1] / "facts.yaml").write_text("facts: {county: {complete: false}}\n", "utf-8")
    assert "无从下结论" in explained(capsys, small, "zh", "urban-share", "330899")


def test_markup_is_made_of_elements_alone() -> None:
    assert tag("p", "a<b", tag("b", "&"), class_="x<y", aria_label="l", id=None) == (
        '<p class="x&lt;y" aria-label="l">a&lt;b<b>&amp;</b></p>'
    )
    assert joined(["<", Html("<br>")], between="&") == "&lt;&amp;<br>"


def test_the_style_that_a_page_allows_is_its_own() -> None:
    text = page("a<b", "en", "p { color: red; }", "<p>x</p>")
    assert "<title>a&lt;b</title>" in text
    assert "style-src 'sha256-" in text
