"""A small town for runs: its vocabulary, its policy, its facts, all as files, and a ledger beside them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from policyengine.audit.home import Home
from policyengine.audit.keys import SIGNING_KEY, write_secret
from policyengine.audit.ledger import Ledger
from policyengine.audit.recording import Recording, record
from policyengine.facts.read import read_facts
from policyengine.facts.tables import FactBase
from policyengine.language.load import load_policy
from policyengine.language.waivers import load_waivers
from policyengine.plan.ready import vocabulary_of
from tests.audit.ledgers import KEY

AS_OF = date(2024, 6, 30)

VOCABULARY = """\
vocabulary: town
entities:
  city:
    plural: cities
    fields: {budget: {integer: {min: 0}, optional: true}}
  street:
    plural: streets
    belongs_to: {city: city}
    fields: {city: {reference: city}, kind: {enum: {urban: 城市, rural: 农村}}}
  club:
    plural: clubs
    belongs_to: {street: street, city: street.city}
    lifetime: {from: founded_on, until: closed_on}
    fields:
      street: {reference: street}
      founded_on: {date: {}, optional: true}
      closed_on: {date: {}, optional: true}
      grade: {enum: {a: 甲, b: 乙}, optional: true}
      staff: {integer: {min: 0}}
      colour: {text: {}}
  visit:
    plural: visits
    belongs_to: {club: club, city: club.street.city}
    event_date: held_on
    fields: {club: {reference: club}, held_on: date}
  member:
    plural: members
    belongs_to: {club: club, city: club.street.city}
    fields:
      id: {personal: true}
      club: {reference: club}
      adult: {boolean: {}, personal: true}
      phone: {text: {}, personal: true}
"""

POLICY = """\
policy: town_2024
title: 小镇社团办法
jurisdiction: {city: c}
period: {from: 2024-01-01, until: 2024-12-31}
vocabulary: town.yaml
targets:
  clubs: {value: 2}
  staff: {value: 3}
definitions:
  sound: {subject: club, judged: 运转正常}
rules:
  enough-clubs:
    title: 平均每个街道有两个社团
    modality: must
    subject: city
    measure: {average: {count: clubs, where: {sound: true}}, per: streets, where: {kind: urban}}
    require: {at_least: $clubs}
    due: standing
    cite: {section: 一, quote: 平均每个街道有两个社团}
  staffed:
    title: 有足够的人员
    modality: must
    subject: club
    when: {grade: {present: true}}
    require: {staff: {at_least: $staff}}
    due: standing
    cite: {section: 二, quote: 有足够的人员}
  visited:
    title: 成立三十日内走访
    modality: should
    subject: club
    require: {visits: {some: {held_on: {during: period}}}}
    due: {after: {field: founded_on}, days: 30}
    cite: {section: 三, quote: 成立三十日内走访}
  grown-up:
    title: 会员均已成年
    modality: must
    subject: member
    require: {adult: true}
    due: standing
    cite: {section: 四, quote: 会员均已成年}
  reported:
    title: 年度报告
    modality: must
    subject: city
    evidence: {items: [报告], document: 台账}
    due: 2024-03-31
    cite: {section: 五, quote: 年度报告}
consequences:
  listed:
    subject: club
    when: {verdicts: {staffed: noncompliant}}
    then: 列入名录
    cite: {section: 二, quote: 列入名录}
"""

WAIVERS = """\
waivers:
  - policy: town_2024
    rule: staffed
    subject: k2
    from: 2024-01-01
    until: 2024-12-31
    owner: 民政局
    reason: 搬迁
"""

Tables = Mapping[str, list[dict[str, Any]]]

TABLES: Tables = {
    "city": [{"id": "c", "name": "小镇"}],
    "street": [
        {"id": "s2", "name": "南街", "city": "c", "kind": "urban"},
        {"id": "s1", "name": "北街", "city": "c", "kind": "urban"},
        {"id": "s3", "name": "村", "city": "c", "kind": "不详"},
    ],
    "club": [
        {"id": f"k{n}", "name": f"社团{n}", "street": f"s{n % 3 + 1}", "founded_on": founded, "closed_on": closed}
        | {"grade": grade, "staff": staff, "colour": "红", "sound": sound}
        for n, founded, closed, grade, staff, sound in (
            (3, "2024-02-01", None, "a", 5, "是"),
            (1, "2020-01-01", None, "b", 1, "是"),
            (2, "2024-06-20", None, "a", 2, "否"),
            (4, None, "2023-01-01", "不详", 0, None),
            (5, "不详", None, None, None, "是"),
        )
    ],
    "visit": [
        {"id": "v1", "name": "一", "club": "k3", "held_on": "2024-02-20"},
        {"id": "v2", "name": "二", "club": "k1", "held_on": None},
    ],
    "member": [
        {"id": "330800198001011234", "name": "张三", "club": "k1", "adult": True, "phone": "13800000000"},
        {"id": "330800201501011234", "name": "李四", "club": "k1", "adult": False, "phone": "13900000000"},
        {"id": "330800199001011234", "name": "王五", "club": "k3", "adult": None, "phone": None},
    ],
}


def changed(tables: Tables, entity: str, row_id: str, **cells: object) -> Tables:
    """The tables with some cells of a row changed."""
    rows = [row | cells if row["id"] == row_id else row for row in tables[entity]]
    return {**tables, entity: rows}


def facts_in(folder: Path, tables: Tables = TABLES, **said: Any) -> FactBase:
    """The facts, read for the vocabulary of the town in a folder; visits are known to be incomplete."""
    said = {"complete": {"visit": False}, "snapshot_on": date(2024, 6, 1)} | said
    return read_facts(dict(tables), vocabulary_of(load_policy(folder / "town_2024.yaml")), **said)


class Town:
    """The files in a folder, and what is made of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("town.yaml", VOCABULARY)
        self.write("town_2024.yaml", POLICY)
        self.write("town_2024.txt", "小镇社团办法\n")
        self.write("waivers.yaml", WAIVERS)
        self.home = Home.at(str(folder / "audit"))
        made = folder / "audit" / "secrets"
        made.mkdir(parents=True)
        pem = KEY.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_secret(made / SIGNING_KEY, pem)
        Ledger.make(self.home.ledger, KEY)

    def write(self, name: str, text: str) -> Path:
        """A file of the town."""
        (self.folder / name).write_text(text, "utf-8")
        return self.folder / name

    def facts(self, tables: Tables = TABLES, **said: Any) -> FactBase:
        """The facts, read for the town's vocabulary; visits are known to be incomplete."""
        return facts_in(self.folder, tables, **said)

    def record(self, tables: Tables = TABLES, *, as_of: date = AS_OF, waivers: bool = False, **said: Any) -> Recording:
        """A run on record."""
        granted = load_waivers(self.folder / "waivers.yaml") if waivers else ()
        policy = load_policy(self.folder / "town_2024.yaml")
        return record(self.home, [policy], self.facts(tables), as_of=as_of, waivers=granted, **said)
