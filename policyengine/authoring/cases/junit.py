"""What became of cases, as JUnit's XML for build servers."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from policyengine.authoring.cases.model import Suite
from policyengine.authoring.cases.report import difference_text, why_text
from policyengine.authoring.cases.run import Result
from policyengine.reading.junit import plain
from policyengine.reading.text import Lang


def junit(suites: Iterable[tuple[Suite, tuple[Result, ...]]], lang: Lang) -> str:
    """One `testsuite` a file and one `testcase` a case; a case that failed holds the differences and the why."""
    root = Element("testsuites")
    for suite, results in suites:
        failed = sum(not result.passed for result in results)
        attributes = {"name": suite.file, "tests": str(len(results)), "failures": str(failed)}
        _add(SubElement(root, "testsuite", attributes), results, lang)
    return tostring(root, encoding="unicode", xml_declaration=False)


def _add(element: Element, results: tuple[Result, ...], lang: Lang) -> None:
    for result in results:
        case = result.case
        place = {"file": case.place.file, "line": str(case.place.line)}
        test = SubElement(element, "testcase", {"classname": case.rule.id, "name": plain(case.title), **place})
        if not result.passed:
            said = "; ".join(difference_text(difference, lang) for difference in result.differences)
            failure = SubElement(test, "failure", {"message": plain(said)})
            failure.text = "" if result.verdict is None else plain(why_text(result, lang))
