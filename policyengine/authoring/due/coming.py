"""Everything that is coming up under some plans, soonest first."""

from collections.abc import Iterable, Sequence
from datetime import date

from policyengine.authoring.due.expiring import expiring
from policyengine.authoring.due.model import Coming, Kind
from policyengine.authoring.due.pending import pending
from policyengine.facts.mask import Mask
from policyengine.facts.tables import FactBase
from policyengine.language.models import Policy
from policyengine.language.waivers import Waiver
from policyengine.pipeline import plan
from policyengine.plan.planned import Plan
from policyengine.plan.resolve import Jurisdiction
from policyengine.reading.dates import only_day

WITHIN = 60
"""How many days ahead one looks, unless one says otherwise."""


def coming_due(
    policies: Iterable[Policy],
    facts: FactBase,
    *,
    as_of: date,
    within: int = WITHIN,
    waivers: Iterable[Waiver] = (),
    jurisdiction: Jurisdiction | None = None,
    unmask: bool = False,
) -> tuple[Coming, ...]:
    """What falls due or expires from `as_of` until so many days later, both days included; soonest first.

    Duties are those whose verdict is pending: not met as of now, due by then. Expiries are the fields that the
    vocabulary marks so, of rows in a plan's jurisdiction. What is personal is left out or named by pseudonyms, unless
    `unmask`. Raises what `evaluate` raises.
    """
    plans = [plan(policy, facts, jurisdiction=jurisdiction) for policy in policies]
    return coming_under(plans, facts, as_of=as_of, within=within, waivers=waivers, unmask=unmask)


def coming_under(
    plans: Sequence[Plan],
    facts: FactBase,
    *,
    as_of: date,
    within: int = WITHIN,
    waivers: Iterable[Waiver] = (),
    unmask: bool = False,
) -> tuple[Coming, ...]:
    """`coming_due` for plans that are made already."""
    only_day(as_of)
    until = date.fromordinal(min(as_of.toordinal() + within, date.max.toordinal()))
    mask, granted = Mask(facts.vocabulary, facts, unmask=unmask), tuple(waivers)
    duties = [one for each in plans for one in pending(each, facts, as_of, until, waivers=granted, mask=mask)]
    return in_order((*duties, *expiring(facts, plans, as_of, until, mask)))


def in_order(found: Iterable[Coming]) -> tuple[Coming, ...]:
    """Soonest first, of one day duties before expiries, each once."""
    return tuple(sorted(dict.fromkeys(found), key=_place))


def _place(one: Coming) -> tuple[date, Kind, str, str, str, str]:
    return one.day, one.kind, one.policy or "", one.rule or one.field or "", one.subject_kind, one.subject
