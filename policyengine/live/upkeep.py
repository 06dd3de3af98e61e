"""What must stay true of facts as a whole when one row changes: no reference leads nowhere, no row has two parents."""

from collections.abc import Mapping

from policyengine.engine.walker.rows import Cell, Row
from policyengine.facts import messages
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.live.errors import LiveError
from policyengine.live.facts import LiveFacts
from policyengine.reading.text import Text
from policyengine.vocabulary.personal import row_words


def refuse_dangling(facts: LiveFacts, row: Row, cells: Mapping[str, Cell]) -> None:
    """Refuse a row that refers to one that is not there, in a table that has all rows."""
    entity = facts.vocabulary.entities[row.entity]
    lost = [
        Refusal.of(
            messages.DANGLING_REFERENCE, row.entity, 1, name, cell, personal=entity.fields[name].personal, entity=target
        )
        for name, cell in cells.items()
        if name in entity.fields and (target := entity.fields[name].reference) is not None
        if isinstance(cell, str) and facts.complete(target) and cell not in facts.rows(target)
    ]
    if lost:
        raise FactsError(lost)


def refuse_referred(facts: LiveFacts, row: Row) -> None:
    """Refuse to take out a row that others refer to, where its table has all rows."""
    if not facts.complete(row.entity):
        return
    for entity, name in facts.references_to(row.entity):
        start = next(iter(facts.kinships.of(entity, (name,)).of(row.id)), None)
        if start is not None and (entity, start) != (row.entity, row.id):
            referred, referring = (
                row_words(facts.vocabulary, *each) for each in ((row.entity, row.id), (entity, start))
            )
            raise LiveError(
                Text(
                    f"{referred.zh} 仍被 {referring.zh} 的 `{name}` 引用",
                    f"{referred.en} is still referred to by `{name}` of {referring.en}",
                ),
                Text("请先修改或删除引用它的行", "change or remove the rows that refer to it first"),
            )
