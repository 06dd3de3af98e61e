"""Findings as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the lines."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from policyengine.reading.findings import Finding, in_order
from policyengine.reading.place import Place
from policyengine.reading.text import Lang

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render_sarif(findings: Iterable[Finding], lang: Lang) -> str:
    """One SARIF run with all findings by place; columns count Unicode code points."""
    ordered = in_order(findings)
    codes = sorted({finding.code for finding in ordered})
    run = {
        "tool": {"driver": {"name": "policyengine", "rules": [{"id": code} for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes.index(finding.code), lang) for finding in ordered],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def region_of(place: Place) -> dict[str, int]:
    """A place's characters, as SARIF counts them."""
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.line,
        "endColumn": place.column + place.length,
    }


def _result(finding: Finding, rule: int, lang: Lang) -> dict[str, Any]:
    words = [text.within(lang) for text in (finding.message, finding.hint) if text.within(lang)]
    file = {"artifactLocation": {"uri": quote(finding.place.file)}, "region": region_of(finding.place)}
    location = {"physicalLocation": file}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": "\n".join(words)},
        "locations": [location],
    }
