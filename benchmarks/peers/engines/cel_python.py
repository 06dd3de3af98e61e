"""cel-python: CEL compiled to Python, a program a rule; faster here than its interpreter, and than one program.

Its comparison of a number with null is an error, and its compiled `has` is not CEL's boolean: so each field comes with
a boolean that tells null, and with a value that says nothing in place of it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import celpy
from celpy.celtypes import MapType, StringType

from benchmarks.peers import rows
from benchmarks.peers.expressions import Evaluate, Language, counting, judging
from benchmarks.peers.phrasing import Dialect
from benchmarks.peers.rules import rules
from benchmarks.peers.share import Share, Told

DIALECT = Dialect(
    field="r.{}", null="{field}__null", present="(!{field}__null)", true="{field}", false="(!{field}__null && !{field})"
)
NOTHING = {"word": "", "flag": False, "number": 0}


def organizations(share: Share) -> Told:
    """Statuses of organizations."""
    return rows.organizations(share, lambda: judging(LANGUAGE), _shaped)


def communities(share: Share) -> Told:
    """Statuses of communities."""
    return rows.communities(share, lambda: counting(LANGUAGE), _shaped)


def _shaped(row: rows.Row) -> MapType:
    """A row without nulls, as CEL's own types."""
    nothing = {name: NOTHING[rules().fields.get(name, "flag")] for name in row}
    values = {name: nothing[name] if value is None else value for name, value in row.items()}
    return celpy.json_to_cel(values | {f"{name}__null": value is None for name, value in row.items()})


def _compiled(texts: Sequence[str]) -> Evaluate:
    environment = celpy.Environment(runner_class=celpy.CompiledRunner)
    programs = [environment.program(environment.compile(text)) for text in texts]

    def evaluate(subject: rows.Row) -> list[Any]:
        activation = {"r": subject if isinstance(subject, MapType) else _of_numbers(subject)}
        return [program.evaluate(activation) for program in programs]

    return evaluate


def _of_numbers(subject: rows.Row) -> MapType:
    """A community's numbers, or columns of answers."""
    kind = {"kind__null": subject["kind"] is None} if "kind" in subject else {}
    return celpy.json_to_cel({name: "" if value is None else value for name, value in subject.items()} | kind)


def _extended(subject: rows.Row, values: Mapping[str, Any]) -> MapType:
    return MapType({**subject, **{StringType(name): value for name, value in values.items()}})


LANGUAGE = Language(DIALECT, _compiled, "{}.filter(x, x).size()", definitions_first=True, extended=_extended)
