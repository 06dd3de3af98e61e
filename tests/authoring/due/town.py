"""A small registry with days that come up."""

from pathlib import Path

import policyengine as pe
from policyengine.facts.tables import FactBase
from policyengine.language.models import Policy
from policyengine.plan.ready import vocabulary_of

VOCABULARY = """
vocabulary: town
entities:
  county:
    label: {zh: 县, en: county}
    plural: counties
    fields: {}
  shop:
    label: {zh: 商店, en: shop}
    plural: shops
    belongs_to: {county: county}
    lifetime: {from: opened_on, until: closed_on}
    fields:
      county: {reference: county, optional: true}
      opened_on: {date: {}, optional: true}
      closed_on: {date: {}, optional: true}
      licence_until: {date: {}, optional: true, expiry: true, label: {zh: 许可证到期日, en: licence expires}}
      staff: {integer: {min: 0}, label: {zh: 店员数, en: staff}}
      trained: boolean
  keeper:
    label: {zh: 店主, en: keeper}
    plural: keepers
    belongs_to: {shop: shop, county: shop.county}
    fields:
      id: {personal: true}
      shop: {reference: shop}
      term_until: {date: {}, expiry: true, label: {zh: 任期届满日, en: term ends}}
      badge_until: {date: {}, expiry: true, personal: true, label: {zh: 证件到期日, en: badge expires}}
"""

POLICY = """
policy: town_2018
title: 小镇方案
jurisdiction: {county: A}
period: {from: 2018-01-01, until: 2018-12-31}
vocabulary: ./town.yaml
rules:
  four-shops:
    title: 有四家以上商店
    modality: must
    actor: 县商务局
    subject: county
    measure: {count: shops}
    require: {at_least: 4}
    due: 2018-06-30
    cite: {section: 一, quote: 四家以上}
  trained:
    title: 店员培训
    modality: should
    subject: shop
    require: {trained: true, staff: {at_least: 1}}
    due: {after: {field: opened_on}, days: 100}
    cite: {section: 二, quote: 培训}
  recorded:
    title: 建立台账
    modality: must
    subject: county
    evidence: {items: [名册, 账本], document: 台账}
    due: year_end
    cite: {section: 三, quote: 台账}
  always:
    title: 随时有人
    modality: must
    subject: shop
    require: {staff: {at_least: 99}}
    due: standing
    cite: {section: 四, quote: 随时}
"""

TABLES = {
    "county": "id,name\nA,甲县\nB,乙县\n",
    "shop": """\
id,name,county,opened_on,closed_on,licence_until,staff,trained
s1,一号店,A,2018-03-25,,2018-06-15,3,否
s2,=二号店,A,2018-03-01,,2018-08-01,0,否
s3,三号店,B,2018-03-25,,2018-06-10,1,否
s4,四号店,A,2010-01-01,2018-05-01,2018-06-11,1,是
s5,五号店,,2010-01-01,,2018-06-12,1,是
s6,六号店,A,2019-01-01,,2018-06-13,1,是
s7,七号店,A,2010-01-01,,2018-05-31,1,是
""",
    "keeper": """\
id,name,shop,term_until,badge_until
k1,赵某,s1,2018-07-01,2018-07-02
k2,钱某,s3,2018-07-01,2018-07-02
""",
    "work_record": "id,policy,rule,item,subject_kind,subject_id,outcome,done_on\n"
    "r1,town_2018,recorded,名册,county,A,done,2018-02-01\n",
}


def town(folder: Path) -> tuple[Path, Path]:
    """The policy's file and the facts' folder."""
    (folder / "town.yaml").write_text(VOCABULARY, "utf-8")
    policy, facts = folder / "policy.yaml", folder / "facts"
    policy.write_text(POLICY, "utf-8")
    facts.mkdir()
    for name, text in TABLES.items():
        (facts / f"{name}.csv").write_text(text, "utf-8")
    return policy, facts


def read(folder: Path) -> tuple[Policy, FactBase]:
    """The policy and the facts."""
    policy, facts = town(folder)
    loaded = pe.load_policy(policy)
    return loaded, pe.read_facts(facts, vocabulary_of(loaded))
