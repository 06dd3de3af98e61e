"""What leaves a PostgreSQL server: ids of subjects, and what is found of them; no cell and no row of the facts."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
import psycopg
import pytest

import policyengine as pe
from tests.backends.wire import listening

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")

POLICY = """\
policy: small
title: 小方案
jurisdiction: {city: "330800"}
period: {from: 2018-01-01, until: 2018-12-31}
vocabulary: social_organizations
rules:
  staffed:
    title: 有专职人员
    modality: must
    subject: organization
    when: {name: {not: 无名}}
    require: {full_time_staff: {at_least: 3}}
    cite: {section: 一, quote: 专职}
  active:
    title: 多数活动正常
    modality: should
    subject: city
    measure: {ratio: organizations, satisfying: {full_time_staff: {more_than: 1}}}
    require: {at_least: 2/3}
    cite: {section: 一, quote: 正常}
consequences:
  listed:
    subject: organization
    when: {verdicts: {staffed: noncompliant}}
    then: 列入名录
    cite: {section: 一, quote: 名录}
"""
AS_OF = date(2019, 1, 31)
ORGANIZATIONS = 500
TABLES = f"""
CREATE TABLE city AS SELECT '330800' AS id, '机密市' AS name;
CREATE TABLE county AS SELECT '330802' AS id, '330800' AS city, '机密县' AS name;
CREATE TABLE organization AS
SELECT 'SO' || n AS id, '机密会' || n AS name, '330802' AS county, 770000 + n AS full_time_staff
FROM generate_series(1, {ORGANIZATIONS}) AS n;
"""  # noqa: S608  # a number of this module
VERDICT = re.compile(r"(SO\d+|330800)(,[0-9]{1,3})+")
COUNTS = re.compile(r"[0-9]{1,3}(,[0-9]{1,3})*")


@pytest.fixture
def tables(server: str) -> Iterator[str]:
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(TABLES)
        owner.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        yield server
        owner.execute("DROP TABLE city, county, organization")


@pytest.mark.usefixtures("tables")
def test_ids_and_small_numbers_are_all_that_leaves(folder: str, reader: str, tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(POLICY, "utf-8")
    policy = pe.load_policy(path)
    with TemporaryDirectory(prefix="policyengine-") as made, listening(Path(folder), Path(made)) as sent:
        connection = ibis.connect(reader.replace(folder, made))
        verdicts = pe.evaluate(policy, pe.read_facts(connection), as_of=AS_OF)
        assert verdicts.summary()["verdicts"].to_list() == [ORGANIZATIONS, 1]
        assert verdicts.consequences().summary()["subjects"].to_list() == [ORGANIZATIONS]
        connection.disconnect()
    lines = [line for block in sent.copied for line in block.decode().splitlines()]
    assert sum(VERDICT.fullmatch(line) is not None for line in lines) == ORGANIZATIONS + 1
    assert not [line for line in lines if not VERDICT.fullmatch(line) and not COUNTS.fullmatch(line)]
    assert "机密" not in sent.everything.decode(errors="replace")
    # What else is asked is what columns there are.
    assert not [row for row in sent.rows if b"SO" in row or b"7700" in row]
