"""A made-up plan of a made-up town, as a text and as a policy; parts of both are changed in tests."""

from policyengine.language.load import read_policy
from policyengine.language.models import Policy
from policyengine.reading.yaml_tree import Tree
from policyengine.sources.clauses import Ledger, make_ledger
from policyengine.sources.document import Document, read_document

TEXT = """\
河湾镇工作网
河湾镇植树方案
一、目标
全镇植树100棵以上,每村设护林员。
二、措施
(一)护林。各村要制定护林公约,每季巡林1次。巡林由各村负责。
(二)宣传
推动绿色成为风尚。护林员的职责另行规定。
分享到:
"""

POLICY = """\
policy: town_2020
title: 河湾镇植树方案
jurisdiction: national
period: {from: 2020-01-01}
source: {sha256: 8769b029ae263a0264df9f3edf1b0b2ed5ecb38570b171e5db7500af0cd82064}
vocabulary: social_organizations
targets:
  trees: {value: 100}
definitions:
  wooded:
    subject: village
    judged: 有林的村
    cite: {section: 一, quote: 每村设护林员}
rules:
  trees-planted:
    title: 植树100棵
    modality: must
    subject: town
    measure: {field: trees}
    require: {at_least: $trees}
    cite: {section: 一, quote: 植树100棵以上}
  warden:
    title: 每村设护林员
    modality: must
    subject: village
    require: {warden: true}
    cite: {section: 一, quote: 每村设护林员}
  covenant:
    title: 制定护林公约
    modality: must
    subject: village
    evidence: {document: 公约}
    cite: {section: 二、(一), quote: 制定护林公约}
indicators:
  patrols:
    subject: village
    title: 巡林
    index: {times: {measure: unspecified, weight: 1}}
    cite: {section: 二、(一), quote: 每季巡林}
uncodified:
  - {section: 前言, quote: 工作网, reason: publication_chrome}
  - {section: 前言, reason: heading}
  - {section: 一, quote: 一、目标, reason: heading}
  - {section: 二, reason: heading}
  - {section: 二、(一), quote: 护林。, reason: heading}
  - {section: 二、(一), quote: 各村负责, reason: repeats, of: warden}
  - {section: 二、(二), quote: 宣传, reason: heading}
  - {section: 二、(二), quote: 风尚, reason: aspiration}
  - {section: 二、(二), quote: 另行规定, reason: preamble}
  - {section: 二、(二), quote: 分享到, reason: publication_chrome}
"""


def document(text: str = TEXT) -> Document:
    found = read_document(text.encode(), "town_2020.txt")
    assert isinstance(found, Document)
    return found


def policy(yaml: str = POLICY) -> tuple[Policy, Tree]:
    found, tree, findings = read_policy(yaml.encode(), "town_2020.yaml")
    assert found is not None, findings
    return found, tree


def ledger(yaml: str = POLICY, text: str = TEXT) -> Ledger:
    return make_ledger(policy(yaml)[0], document(text))
