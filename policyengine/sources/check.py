"""What is wrong between a policy and its plan's text (language.md §5)."""

from collections.abc import Iterator
from pathlib import Path

from policyengine.language.models import Citation, Policy, Uncodified
from policyengine.reading.findings import Finding, Message, in_order
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import NOTHING, Text, listed
from policyengine.reading.yaml_tree import Tree
from policyengine.sources import messages
from policyengine.sources.clauses import Clause, Ledger, citing_parts, make_ledger
from policyengine.sources.document import Document, Sentence, read_document
from policyengine.sources.locate import Absent, Ambiguous, Elsewhere, Located, UnknownSection, locate, sentences_of


def check_sources(policy: Policy, tree: Tree, folder: Path) -> tuple[Ledger | None, tuple[Finding, ...]]:
    """The ledger of a policy and all findings; its text is `<policy>.txt` in the folder; without it, no ledger."""
    document = read_document(folder / f"{policy.name}.txt")
    if isinstance(document, Finding):
        return None, (document,)
    ledger = make_ledger(policy, document)
    return ledger, check_clauses(policy, tree, ledger)


def check_clauses(policy: Policy, tree: Tree, ledger: Ledger) -> tuple[Finding, ...]:
    """All findings, by place; sentences that nothing accounts for are shown in the document, all else in the policy."""
    document = ledger.document
    return in_order(
        (
            *_of_document(policy, tree, document),
            *_of_quotes(policy, tree, document),
            *_of_passages(policy, tree, ledger),
            *_of_sentences(ledger),
        )
    )


def _of_document(policy: Policy, tree: Tree, document: Document) -> Iterator[Finding]:
    if policy.source_sha256 is None:
        yield tree.finding(messages.DIGEST_MISSING, tree.place(("policy",)), found=document.sha256)
    elif policy.source_sha256 != document.sha256:
        place = tree.place(("source", "sha256"))
        yield tree.finding(messages.DOCUMENT_CHANGED, place, file=document.file, found=document.sha256)


def _of_quotes(policy: Policy, tree: Tree, document: Document) -> Iterator[Finding]:
    for part in citing_parts(policy):
        yield from _of_quote(part.citation, part.citation.quote, tree, document)
    for passage in policy.uncodified:
        if passage.quote is not None:
            yield from _of_quote(passage, passage.quote, tree, document)
        elif not sentences_of(document, passage.section):
            hint = suggestion(passage.section, document.sections)
            yield _at(tree, passage, "section", messages.UNKNOWN_SECTION, section=passage.section, hint=hint)


def _of_quote(at: Citation | Uncodified, quote: str, tree: Tree, document: Document) -> Iterator[Finding]:
    said = {"section": at.section, "quote": quote}
    match locate(document, at.section, quote):
        case UnknownSection(places):
            hint = _standing_in(places) if places else suggestion(at.section, document.sections)
            yield _at(tree, at, "section", messages.UNKNOWN_SECTION, section=at.section, hint=hint)
        case Elsewhere(places):
            yield _at(tree, at, "section", messages.QUOTE_ELSEWHERE, hint=_standing_in(places), **said)
        case Ambiguous(places):
            yield _at(tree, at, "quote", messages.QUOTE_AMBIGUOUS, times=len(places), **said)
        case Absent(nearest):
            yield _at(tree, at, "quote", messages.QUOTE_ABSENT, quote=quote, hint=_most_like(nearest))
        case Located():
            pass


def _standing_in(places: tuple[Located, ...]) -> Text:
    sections = listed(list(dict.fromkeys(place.sentence.section for place in places)))
    return Text(f"它在章节 {sections.zh} 中。", f"They stand in {sections.en}.")


def _most_like(nearest: Sentence | None) -> Text:
    if nearest is None:
        return NOTHING
    section, text = nearest.section, nearest.text
    return Text(
        f"最接近的一句在章节 `{section}`：`{text}`",
        f"The sentence most like them, in section `{section}`, is `{text}`",
    )


def _of_passages(policy: Policy, tree: Tree, ledger: Ledger) -> Iterator[Finding]:
    rules = [rule.id for rule in policy.rules]
    covering = {clause.uncodified.at for clause in ledger.clauses if clause.uncodified}
    for passage in policy.uncodified:
        if passage.of is not None and passage.of not in rules:
            hint = suggestion(passage.of, rules)
            yield _at(tree, passage, "of", messages.UNKNOWN_REPEATED, rule=passage.of, suggestion=hint)
        if passage.at not in covering and _stands(passage, ledger.document):
            yield tree.finding(messages.COVERS_NOTHING, tree.place(passage.at))
    for clause in ledger.clauses:
        if clause.uncodified and clause.mentions:
            yield _both(tree, clause, clause.uncodified)


def _stands(passage: Uncodified, document: Document) -> bool:
    """Whether the document has the passage; where it has not, there is a finding of that already."""
    if passage.quote is None:
        return bool(sentences_of(document, passage.section))
    return isinstance(locate(document, passage.section, passage.quote), Located)


def _both(tree: Tree, clause: Clause, passage: Uncodified) -> Finding:
    names = listed(list(dict.fromkeys(mention.id for mention in clause.mentions)))
    place = tree.place(passage.at)
    return tree.finding(messages.CITED_AND_UNCODIFIED, place, n=clause.sentence.n, names=names)


def _of_sentences(ledger: Ledger) -> Iterator[Finding]:
    for clause in ledger.clauses:
        if not clause.accounted:
            sentence = clause.sentence
            line = ledger.document.lines[sentence.place.line - 1]
            values = {"policy": ledger.policy, "section": sentence.section}
            yield Finding.of(messages.SENTENCE_UNACCOUNTED, sentence.place, line, **values)


def _at(tree: Tree, part: Citation | Uncodified, key: str, message: Message, **values: object) -> Finding:
    return tree.finding(message, tree.place((*part.at, key)), **values)
