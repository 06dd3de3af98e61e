"""Ledgers as one page that needs nothing else: the plan on the left, the parts that cite it beside their clauses."""

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby, pairwise
from pathlib import Path

from policyengine.reading.html import page
from policyengine.reading.text import Lang, Text
from policyengine.sources.clauses import Clause, Ledger, Mention
from policyengine.sources.names import COVERAGE, KIND_NAMES, REASON_NAMES, UNACCOUNTED, uncodified_text

TITLE = Text("条款对照表", "Ledger of clauses")
LEGEND = Text("图例", "Legend")
CITED = Text("规则引用的文字", "words that rules cite")
UNCODIFIED = Text("不成规则的句子", "sentences that no rule codifies")
SENTENCES = Text("共 {n} 句，{cited} 句有引用", "{n} sentences, {cited} of them cited")
COPY = Text("文本 {file}，SHA-256 {sha256}", "text {file}, SHA-256 {sha256}")


def ledgers_html(ledgers: Iterable[Ledger], lang: Lang) -> str:
    """The page in one language; it loads nothing from elsewhere."""
    articles = "\n".join(_article(ledger, lang) for ledger in ledgers)
    title = TITLE.within(lang)
    return page(title, lang, _style(), f"{_legend(lang)}\n{articles}")


@cache
def _style() -> str:
    return files(__package__).joinpath("ledger.css").read_text("utf-8")


def _legend(lang: Lang) -> str:
    kinds = " ".join(f'<mark class="{kind}">{escape(name.within(lang))}</mark>' for kind, name in KIND_NAMES.items())
    reasons = " ".join(
        f'<span class="uncodified {reason}">{escape(name.within(lang))}</span>' for reason, name in REASON_NAMES.items()
    )
    missing = f'<span class="unaccounted">{escape(UNACCOUNTED.within(lang))}</span>'
    return (
        f'<aside class="legend" aria-label="{escape(LEGEND.within(lang))}">'
        f"<p><b>{escape(CITED.within(lang))}</b> {kinds}</p>"
        f"<p><b>{escape(UNCODIFIED.within(lang))}</b> {reasons} {missing}</p></aside>"
    )


def _article(ledger: Ledger, lang: Lang) -> str:
    document, clauses = ledger.document, ledger.clauses
    cited = sum(bool(clause.mentions) for clause in clauses)
    facts = (
        COVERAGE.within(lang).format(share=ledger.coverage_text),
        SENTENCES.within(lang).format(n=len(clauses), cited=cited),
        COPY.within(lang).format(file=Path(document.file).name, sha256=document.sha256),
    )
    rows = "\n".join(_rows(ledger, lang))
    return (
        f"<article>\n<header><h1>{escape(ledger.title)} <code>{escape(ledger.policy)}</code></h1>"
        f"<p>{escape(' · '.join(facts))}</p></header>\n{rows}\n</article>"
    )


def _rows(ledger: Ledger, lang: Lang) -> Iterator[str]:
    """A row for each paragraph; a section's name stands before its first."""
    before = None
    for _, paragraph in groupby(ledger.clauses, key=lambda clause: clause.sentence.place.line):
        clauses = list(paragraph)
        section = clauses[0].sentence.section
        if section != before:
            yield f"<h2>{escape(section)}</h2>"
            before = section
        text = "".join(_sentence(ledger.policy, clause, lang) for clause in clauses)
        notes = "".join(_notes(ledger.policy, clause, lang) for clause in clauses)
        yield f'<div class="row"><p>{text}</p><ul>{notes}</ul></div>'


def _sentence(policy: str, clause: Clause, lang: Lang) -> str:
    name = f"{policy}-{clause.sentence.n}"
    number = f'<sup><a href="#{escape(name)}-by">{clause.sentence.n}</a></sup>'
    if clause.uncodified is not None:
        words, kind = escape(clause.sentence.text), f"uncodified {clause.reason}"
        said = f' title="{escape(uncodified_text(clause.uncodified, lang))}"'
    else:
        words, kind = _marked(clause), "cited" if clause.mentions else "unaccounted"
        said = ""
    return f'{number}<span id="{escape(name)}" class="{kind}"{said}>{words}</span>'


def _marked(clause: Clause) -> str:
    """The sentence with its cited words marked; words that several parts cite are marked as the shortest quote is."""
    text, mentions = clause.sentence.text, clause.mentions
    cuts = sorted({0, len(text), *(cut for mention in mentions for cut in (mention.start, mention.end))})
    return "".join(_piece(text[start:end], _over(mentions, start, end)) for start, end in pairwise(cuts))


def _over(mentions: tuple[Mention, ...], start: int, end: int) -> list[Mention]:
    over = [mention for mention in mentions if mention.start <= start and end <= mention.end]
    return sorted(over, key=lambda mention: mention.end - mention.start)


def _piece(text: str, over: list[Mention]) -> str:
    if not over:
        return escape(text)
    names = ", ".join(dict.fromkeys(mention.id for mention in over))
    return f'<mark class="{over[0].kind}" title="{escape(names)}">{escape(text)}</mark>'


def _notes(policy: str, clause: Clause, lang: Lang) -> str:
    """What accounts for a sentence, under its number."""
    n = clause.sentence.n
    number = f'<a href="#{escape(policy)}-{n}">{n}</a>'
    notes = [_part(mention, number, lang) for mention in clause.mentions]
    if clause.uncodified is not None:
        words = escape(uncodified_text(clause.uncodified, lang))
        notes.append(f'<div class="part uncodified {clause.reason}">{number} {words}</div>')
    elif not notes:
        notes.append(f'<div class="part unaccounted">{number} {escape(UNACCOUNTED.within(lang))}</div>')
    return f'<li id="{escape(policy)}-{n}-by">{"".join(notes)}</li>'


def _part(mention: Mention, number: str, lang: Lang) -> str:
    kind = escape(KIND_NAMES[mention.kind].within(lang))
    title = f"<b>{escape(mention.title)}</b> " if mention.title else ""
    return (
        f'<div class="part {mention.kind}">{number} {title}<code>{escape(mention.id)}</code> '
        f"<small>{kind}</small> <q>{escape(mention.words)}</q></div>"
    )
