from fractions import Fraction

import pytest

from policyengine.sources.clauses import Kind, Mention
from tests.sources.town import POLICY, ledger

WITHOUT_CHROME = POLICY.replace("  - {section: 二、(二), quote: 分享到, reason: publication_chrome}\n", "")


def test_every_sentence_is_accounted_for():
    found = ledger()
    assert [(clause.sentence.n, [m.id for m in clause.mentions], clause.reason) for clause in found.clauses] == [
        (1, [], "publication_chrome"),
        (2, [], "heading"),
        (3, [], "heading"),
        (4, ["trees-planted", "wooded", "warden"], None),
        (5, [], "heading"),
        (6, [], "heading"),
        (7, ["covenant", "patrols"], None),
        (8, [], "repeats"),
        (9, [], "heading"),
        (10, [], "aspiration"),
        (11, [], "preamble"),
        (12, [], "publication_chrome"),
    ]
    assert (found.coverage, found.coverage_text) == (1, "100.0%")


def test_mentions_have_the_words_of_the_text_and_say_what_they_become():
    mentions = [mention for clause in ledger().clauses for mention in clause.mentions]
    assert mentions == [
        Mention(Kind.NUMERIC, "trees-planted", "植树100棵", "植树100棵以上", 2, 10),
        Mention(Kind.DEFINITION, "wooded", "有林的村", "每村设护林员", 11, 17),
        Mention(Kind.CONDITION, "warden", "每村设护林员", "每村设护林员", 11, 17),
        Mention(Kind.EVIDENCE, "covenant", "制定护林公约", "制定护林公约", 3, 9),
        Mention(Kind.INDICATOR, "patrols", "巡林", "每季巡林", 10, 14),
    ]


def test_coverage_is_a_share_of_characters_without_white_space():
    assert ledger(POLICY, "一、植 树\n水利局").coverage == 0
    assert ledger(POLICY, "").coverage == 1
    everything = sum(len("".join(clause.sentence.text.split())) for clause in ledger().clauses)
    assert ledger(WITHOUT_CHROME).coverage == Fraction(everything - len("分享到:"), everything)


def test_the_percentage_is_rounded_down():
    clauses = ledger(WITHOUT_CHROME, "河湾镇工作网\n一、目标\n" + "植" * 5990 + "100棵以上。")
    assert clauses.coverage_text == "0.1%"


def test_a_reading_of_a_rule_may_cite_too():
    reading = """
    readings:
      broad: {note: 全镇, require: {at_least: 1}, cite: {section: 二、(二), quote: 护林员的职责}}
"""
    where = "    cite: {section: 一, quote: 植树100棵以上}\n"
    found = ledger(POLICY.replace(where, where.rstrip("\n") + reading))
    assert [mention.id for mention in found.clauses[10].mentions] == ["trees-planted"]


@pytest.mark.parametrize("quote", ["植树200棵", "植"])
def test_words_that_do_not_stand_in_one_place_account_for_nothing(quote: str):
    text = "一、目标\n植树。\n植树。"
    yaml = POLICY[: POLICY.index("uncodified")].replace("植树100棵以上", quote)
    assert [clause.accounted for clause in ledger(yaml, text).clauses] == [False, False, False]


def test_a_consequence_cites_as_rules_do():
    consequence = """\
consequences:
  excused:
    subject: village
    when: {verdicts: {covenant: compliant}}
    then: 免于巡林
    cite: {section: 二、(二), quote: 护林员的职责}
uncodified:
"""
    mentions = ledger(POLICY.replace("uncodified:\n", consequence)).clauses[10].mentions
    assert [(mention.kind, mention.id, mention.title) for mention in mentions] == [
        (Kind.CONSEQUENCE, "excused", "免于巡林")
    ]
