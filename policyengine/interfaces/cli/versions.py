"""Versions of a policy as a call names them: a file, or `REV:PATH` of a git repository."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from policyengine.interfaces.cli.options import UsageError, place
from policyengine.language.load import read_policy
from policyengine.language.models import Policy
from policyengine.plan.check import make_plan
from policyengine.plan.planned import Plan
from policyengine.plan.ready import vocabulary_of
from policyengine.reading.errors import PolicyError
from policyengine.reading.text import Text
from policyengine.reading.yaml_tree import Tree
from policyengine.vocabulary.models import Vocabulary

NO_REVISION = Text(
    "没有文件 `{name}`，git 中也没有这一版本：{reason}",
    "there is no file `{name}`, and git has no such version: {reason}",
)
NO_GIT = Text("没有安装 git", "git is not installed")
HINT = Text(
    "请给出方案文件，或 `HEAD~1:policies/a.yaml` 这样的“版本:路径”。",
    "Name a file, or REV:PATH as in `HEAD~1:policies/a.yaml`.",
)


@dataclass(frozen=True, slots=True)
class Version:
    """A policy and its tree, which gives findings their places."""

    policy: Policy
    tree: Tree

    def plan(self, jurisdiction: str | None) -> tuple[Plan, Vocabulary]:
        """Its plan, for its own jurisdiction or for another, and its vocabulary. Raises `PolicyError`."""
        vocabulary = vocabulary_of(self.policy)
        elsewhere = None if jurisdiction is None else place(jurisdiction)
        return make_plan(self.policy, vocabulary, self.tree, jurisdiction=elsewhere), vocabulary


def version(name: str) -> Version:
    """The policy that a file or a revision of it holds. Raises `PolicyError` with all findings."""
    revision, colon, path = name.partition(":")
    if Path(name).exists() or not (revision and colon and path):
        policy, tree, findings = read_policy(name)
    else:
        # Named after the file of today, beside which vocabularies are looked for.
        policy, tree, findings = read_policy(_blob(name), f"{path}@{revision}")
    if policy is None:
        raise PolicyError(findings)
    return Version(policy, tree)


def _blob(name: str) -> bytes:
    """The bytes of a file in a git repository, as they were stored."""
    try:
        asked = ["git", "cat-file", "blob", "--end-of-options", name]
        done = subprocess.run(asked, capture_output=True, check=False)  # noqa: S603 - one argument, never an option
    except FileNotFoundError as error:
        raise _missing(name, NO_GIT) from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise _missing(name, Text(reason, reason))
    return done.stdout


def _missing(name: str, reason: Text) -> UsageError:
    return UsageError(
        Text(NO_REVISION.zh.format(name=name, reason=reason.zh), NO_REVISION.en.format(name=name, reason=reason.en)),
        HINT,
    )
