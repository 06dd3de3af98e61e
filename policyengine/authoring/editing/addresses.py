"""What can be changed in a policy, and how it is called.

- `share`: the value of the target `share`; of a target with values by date, `share@2024-01-01`.
- `RULE.require.at_least`: a number or date that a rule holds itself, by the keys that lead to it; items of lists by
  their number, from 0 (`RULE.when.any.0.staff.at_least`). `RULE` alone where it requires only one.
- `definitions.…`, `indicators.…`, `consequences.…`: likewise, with the section's key in front.
"""

from collections.abc import Iterator, Mapping

from policyengine.language.comparing.references import users
from policyengine.language.located import Frozen
from policyengine.language.models import Comparison, Due, IndicatorPart, Policy, Scalar, Shifted, Target
from policyengine.reading.dates import parse_date
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.nearest import nearest, suggestion
from policyengine.reading.numbers import parse_number
from policyengine.reading.place import KeyPath
from policyengine.reading.text import Text, listed

RULES = "rules"


class UnknownTargetError(WrongUsageError):
    """A value that the policy does not have, or that is not named exactly."""


def addresses(policy: Policy) -> Mapping[str, KeyPath]:
    """Every value that can be changed, by its full address, with the keys that lead to it, in the order of the file."""
    found = {address: at for target in policy.targets for address, at in _steps(target)}
    parts = (*policy.definitions, *policy.rules, *policy.indicators, *policy.consequences)
    for scalar in (each for part in parts for each in _scalars(part)):
        steps = scalar.at[1:] if scalar.at[0] == RULES else scalar.at
        found[".".join(map(str, steps))] = scalar.at
    return found


def address_of(policy: Policy, name: str) -> tuple[str, KeyPath]:
    """The full address that a name means, and the keys that lead there.

    Raises `UnknownTargetError` with the nearest known, or with those that the name may mean.
    """
    known = addresses(policy)
    full = name.removeprefix(f"{RULES}.").removeprefix("targets.")
    if full in known:
        return full, known[full]
    within = [address for address in known if address.startswith((f"{full}.", f"{full}@"))]
    own = [address for address in within if address.startswith((f"{full}.require.", f"{full}@"))]
    if len(own) == 1:
        return own[0], known[own[0]]
    if meant := [*_targets_of(policy, full), *within]:
        names = listed(meant)
        raise UnknownTargetError(
            Text(f"`{name}` 没有说明是哪一个值", f"`{name}` does not say which value"),
            Text(f"请写明是哪一个：{names.zh}。", f"Name one: {names.en}."),
        )
    problem = Text(
        f"`{policy.name}` 中没有可以修改的值 `{name}`", f"`{policy.name}` has no value `{name}` that can be changed"
    )
    targets = [address for address, at in known.items() if at[0] == "targets"]
    raise UnknownTargetError(problem, suggestion(name, known if nearest(name, known) else targets))


def _targets_of(policy: Policy, rule: str) -> list[str]:
    """The targets that a rule uses."""
    return [name for (kind, name), used_by in users(policy).items() if kind == "targets" and rule in used_by]


def _steps(target: Target) -> Iterator[tuple[str, KeyPath]]:
    at = (*target.at, "value")
    for start, _ in target.steps:
        yield (target.name, at) if start is None else (f"{target.name}@{start}", (*at, start.isoformat()))


def _scalars(part: object) -> Iterator[Scalar]:
    """The numbers and dates that a part holds itself; words that it names are no values to be set."""
    if isinstance(part, tuple):
        for each in part:
            yield from _scalars(each)
        return
    if not isinstance(part, Frozen):
        return
    held: tuple[object, ...] = ()
    match part:
        case Comparison(operand=operand):
            held = (operand,)
        case Shifted(base=base, count=count):
            held = (base, count)
        case Due(when=when):
            held = (when,)
        case IndicatorPart(weight=weight):
            held = (weight,)
    for each in held:
        if isinstance(each, Scalar) and (parse_number(each.text) or parse_date(each.text)):
            yield each
    for name in type(part).model_fields:
        yield from _scalars(getattr(part, name))
