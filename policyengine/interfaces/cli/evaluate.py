"""`policyengine evaluate`: verdicts of policies over facts."""

from datetime import date

import typer

from policyengine.interfaces.cli import exits
from policyengine.interfaces.cli.evaluate_options import (
    BackendOption,
    ByOption,
    ConsequencesOption,
    ExplainPlanOption,
    FailOnOption,
    NoteOption,
    OutOption,
    ReadingsOption,
    RecordOption,
    statuses,
)
from policyengine.interfaces.cli.evaluation import Evaluation, evaluated, reader_of, say_queries
from policyengine.interfaces.cli.inputs import Stored, plan_from, waivers_from
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.ledger_options import ArchiveOption, RecordedByOption, SecretsOption
from policyengine.interfaces.cli.options import (
    AsOfOption,
    JurisdictionOption,
    LangOption,
    MappingOption,
    PoliciesArgument,
    QuarantineOption,
    RefusalsOption,
    SourcesOption,
    StoredFactsOption,
    TrustedOption,
    UnmaskOption,
    WaiversOption,
)
from policyengine.interfaces.cli.output import note, say
from policyengine.interfaces.cli.recorded import put_on_record, recorder
from policyengine.interfaces.cli.refused import refusing
from policyengine.interfaces.cli.report import say_readings, say_rollup, say_verdicts
from policyengine.interfaces.cli.written import Files, into_files, must_name_formats
from policyengine.language.statuses import Status
from policyengine.pipeline import other_readings
from policyengine.reading.text import Lang, Text
from policyengine.reports.passing import DEFAULT_PLACE, Wanted
from policyengine.verdicts.names import STATUS_NAMES
from policyengine.verdicts.readings import compare_readings
from policyengine.verdicts.rollup import must_be_place
from policyengine.verdicts.verdicts import Verdicts

NAME = "evaluate"
HELP = both("据事实对方案的每条规则作出结论。", "Give the verdicts of policies over facts.")

NO_READINGS = Text("这些方案没有写明另一种理解。", "These policies have no other readings.")
FAILED = Text("按 `--fail-on`：有 {n} 个 {status}。", "`--fail-on`: {n} {status}.")


def command(
    *,
    policies: PoliciesArgument,
    facts: StoredFactsOption,
    as_of: AsOfOption = None,
    jurisdiction: JurisdictionOption = None,
    by: ByOption = None,
    readings: ReadingsOption = False,
    waivers: WaiversOption = None,
    out: OutOption = None,
    consequences: ConsequencesOption = None,
    record: RecordOption = None,
    recorded_by: RecordedByOption = None,
    note_: NoteOption = None,
    sources: SourcesOption = None,
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    fail_on: FailOnOption = "",
    backend: BackendOption = None,
    mapping: MappingOption = None,
    trusted: TrustedOption = False,
    explain_plan: ExplainPlanOption = False,
    refusals: RefusalsOption = None,
    quarantine: QuarantineOption = None,
    unmask: UnmaskOption = False,
    lang: LangOption,
) -> None:
    """Exit code 1 where `--fail-on` asks for it."""
    failing = statuses(fail_on)
    files = Files(tuple(out or ()), consequences, quarantine)
    must_name_formats(files)
    ledger = recorder(record, archive, secrets, recorded_by=recorded_by, note=note_, sources=sources)
    plans = tuple(plan_from(path, jurisdiction) for path in policies)
    if by is not None:
        for plan, vocabulary in plans:
            must_be_place(by, plan.rules, vocabulary)
    granted = waivers_from(waivers, [plan for plan, _ in plans], lang)
    stored = Stored(reader_of(backend), mapping, trusted, quarantine is not None)
    asked = Evaluation(plans, facts, stored, as_of or date.today(), granted, backend)
    with refusing(refusals, lang, unmask=unmask):
        if explain_plan:
            say_queries(asked, lang, unmask=unmask)
            raise typer.Exit(exits.FINE)
        evaluations = evaluated(asked, lang)
        following = [verdicts.consequences() for verdicts in evaluations]
        for verdicts, found in zip(evaluations, following, strict=True):
            say_verdicts(verdicts, found, lang, unmask=unmask)
        if by is not None:
            say_rollup(evaluations, by, lang, unmask=unmask)
        if readings:
            _say_readings(evaluations, lang)
        into_files(files, Wanted(tuple(evaluations), lang, by or DEFAULT_PLACE, unmask), following)
        if ledger is not None:
            put_on_record(ledger, tuple(zip(policies, evaluations, strict=True)), granted, jurisdiction, lang)
    raise typer.Exit(_code(evaluations, failing, lang))


def _say_readings(evaluations: list[Verdicts], lang: Lang) -> None:
    differences = tuple(
        difference for verdicts in evaluations for difference in compare_readings(verdicts, other_readings(verdicts))
    )
    if differences:
        say_readings(differences, lang)
    else:
        say(NO_READINGS.within(lang))


def _code(evaluations: list[Verdicts], failing: tuple[Status, ...], lang: Lang) -> int:
    counted = {
        status: sum(int(verdicts.summary()[status.value].sum()) for verdicts in evaluations) for status in failing
    }
    for status, n in counted.items():
        if n:
            note(FAILED.within(lang).format(n=n, status=STATUS_NAMES[status].within(lang)))
    return exits.FINDINGS if any(counted.values()) else exits.FINE
