import re
from html.parser import HTMLParser

import pytest

from policyengine.reading.text import Lang
from policyengine.sources.as_html import ledgers_html
from policyengine.sources.names import KIND_NAMES, REASON_NAMES, UNACCOUNTED
from tests.sources.town import POLICY, TEXT, ledger

VOID = {"meta"}


class Page(HTMLParser):
    """The words of a page, the ids and links in it, and whether its elements are closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.ids, self.links, self.loads = "", [], [], []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append(tag)
        self.loads += [value for name, value in attrs if name in {"src", "data", "action"} or tag == "link"]
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def marks(page: str) -> list[tuple[str, str, str]]:
    return re.findall(r'<mark class="(\w+)" title="([^"]*)">([^<]*)</mark>', page)


def test_cited_words_are_marked_by_kind_with_those_who_cite_them():
    assert marks(ledgers_html([ledger()], "zh")) == [
        ("numeric", "trees-planted", "植树100棵以上"),
        ("definition", "wooded, warden", "每村设护林员"),
        ("evidence", "covenant", "制定护林公约"),
        ("indicator", "patrols", "每季巡林"),
    ]


def test_quotes_that_overlap_are_cut_where_they_meet():
    where = "cite: {section: 一, quote: 每村设护林员}\nrules"
    page = ledgers_html([ledger(POLICY.replace(where, "cite: {section: 一, quote: '棵以上,每村'}\nrules"))], "zh")
    assert marks(page)[:4] == [
        ("numeric", "trees-planted", "植树100"),
        ("definition", "wooded, trees-planted", "棵以上"),
        ("definition", "wooded", ","),
        ("definition", "wooded, warden", "每村"),
    ]


def test_the_page_has_the_whole_text_and_nothing_from_elsewhere():
    page = ledgers_html([ledger()], "zh")
    read = Page(page)
    for sentence in ledger().document.sentences:
        assert sentence.text in read.text
    assert read.loads == []
    assert not re.search(r"url\(|@import|https?:", page)
    assert len(read.ids) == len(set(read.ids)) == 2 * len(ledger().clauses)
    assert {link.removeprefix("#") for link in read.links} == set(read.ids)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_legend_names_every_kind_and_reason(lang: Lang):
    text = Page(ledgers_html([], lang)).text
    for name in (*KIND_NAMES.values(), *REASON_NAMES.values(), UNACCOUNTED):
        assert name.within(lang) in text


def test_sentences_show_why_no_rule_codifies_them_and_that_nothing_accounts_for_them():
    page = ledgers_html([ledger(POLICY.replace("quote: 风尚", "quote: 时尚"))], "en")
    assert 'class="unaccounted">推动绿色成为风尚。</span>' in page
    assert 'class="uncodified repeats" title="repeats: warden">巡林由各村负责。</span>' in page
    assert "12 sentences, 2 of them cited" in page


def test_parts_stand_beside_their_clause_with_their_titles_if_they_have_any():
    page = ledgers_html([ledger(POLICY.replace("    title: 巡林\n", ""))], "en")
    assert "<b>植树100棵</b> <code>trees-planted</code> <small>numeric</small> <q>植树100棵以上</q>" in page
    assert "</a> <code>patrols</code> <small>indicator</small> <q>每季巡林</q>" in page


def test_text_is_not_taken_for_markup():
    text = TEXT.replace("河湾镇植树方案", "<b>河湾镇</b>&植树方案")
    page = ledgers_html([ledger(POLICY.replace("title: 河湾镇植树方案", "title: <i>植树</i>"), text)], "zh")
    assert "<b>河湾镇</b>&植树方案" in Page(page).text
    assert "<i>" not in page


def test_several_policies_stand_one_after_the_other():
    page = ledgers_html([ledger(), ledger(POLICY.replace("town_2020", "town_2021"))], "zh")
    assert re.findall(r"<h1>.*?<code>(.*?)</code>", page) == ["town_2020", "town_2021"]
    Page(page)
