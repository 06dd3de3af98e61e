"""JUnit's XML for build servers: what its texts may hold, and findings as cases."""

import re
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from policyengine.reading.findings import Finding, Severity, in_order
from policyengine.reading.text import Lang

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def render_junit(files: Iterable[str], findings: Iterable[Finding], lang: Lang) -> str:
    """A suite a file, with a case a finding, which fails if it is an error; without findings one that passes."""
    ordered = in_order(findings)
    root = Element("testsuites")
    for file in dict.fromkeys((*files, *(finding.place.file for finding in ordered))):
        _add(root, file, [finding for finding in ordered if finding.place.file == file], lang)
    return tostring(root, encoding="unicode", xml_declaration=False)


def _add(root: Element, file: str, found: Sequence[Finding], lang: Lang) -> None:
    failures = sum(finding.severity is Severity.ERROR for finding in found)
    numbers = {"tests": str(len(found) or 1), "failures": str(failures)}
    suite = SubElement(root, "testsuite", {"name": plain(file), **numbers})
    if not found:
        SubElement(suite, "testcase", {"classname": plain(file), "name": "check"})
    for finding in found:
        name = f"{finding.code} {finding.place.line}:{finding.place.column}"
        place = {"file": plain(file), "line": str(finding.place.line)}
        case = SubElement(suite, "testcase", {"classname": plain(file), "name": name, **place})
        words = [text.within(lang) for text in (finding.message, finding.hint) if text.within(lang)]
        failed = finding.severity is Severity.ERROR
        said = {"message": plain(words[0]), "type": finding.code} if failed else {}
        SubElement(case, "failure" if failed else "system-out", said).text = plain("\n".join(words))
