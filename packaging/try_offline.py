"""Install from a folder of wheels where there is no network, and use what was installed.

    python packaging/try_offline.py FOLDER [EXTRA …]

Everything runs in a network namespace of its own without any interface (`unshare -n`, as root or in a user namespace);
where the system allows none, in Python processes that refuse to connect or to look up names.
"""

import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "inspections"
NAMESPACES = (["unshare", "-n"], ["unshare", "-rn"])

ASKS_THE_NETWORK = "import socket; socket.create_connection(('192.0.2.1', 9), timeout=5)"
REFUSES = """\
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise OSError(f"{event}: there is no network here")

sys.addaudithook(refuse)
"""


def main(arguments: list[str]) -> int:
    """Each step in turn; the exit code of the first that fails."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    folder, extras = Path(arguments[0]).resolve(), arguments[1:]
    requirement = f"policyengine-rules[{','.join(extras)}]" if extras else "policyengine-rules"
    with tempfile.TemporaryDirectory() as scratch:
        environment = Path(scratch) / "venv"
        venv.create(environment, with_pip=True)
        alone = _alone(environment)
        python, program = environment / "bin" / "python", environment / "bin" / "policyengine"
        if not _run([*alone, python, "-c", ASKS_THE_NETWORK], Path(scratch), quiet=True):
            print("there is a network after all", file=sys.stderr)
            return 1
        # `--isolated`: no other folder or index that the machine's own settings name.
        install = ["-m", "pip", "install", "--isolated", "--quiet", "--no-index", "--find-links", folder, requirement]
        facts = ["--facts", EXAMPLE / "facts", "--as-of", "2019-01-31"]
        steps = (
            [python, *install],
            [python, "-m", "pip", "--isolated", "check"],
            [program, "check", EXAMPLE / "policy.yaml"],
            [program, "evaluate", EXAMPLE / "policy.yaml", *facts, "--out", Path(scratch) / "verdicts.xlsx"],
            [program, "why", EXAMPLE / "policy.yaml", "inspection-rate", "MZ01", *facts],
            [program, "demo", Path(scratch) / "demo", "--city", "330800", "--organizations", "100"],
            [python, "-c", "import durable.lang"],
        )
        for step in steps:
            if code := _run([*alone, *step], Path(scratch)):
                print(f"failed without a network: {' '.join(map(str, step))}", file=sys.stderr)
                return code
    print(f"{requirement}: installed from {folder} and used, without a network")
    return 0


def _alone(environment: Path) -> list[str]:
    """The words that begin a command without a network."""
    for words in NAMESPACES:
        if (
            shutil.which(words[0])
            and subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
        ):
            return words
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "sitecustomize.py").write_text(REFUSES, "utf-8")
    print("no network namespace is allowed here: Python itself refuses connections", file=sys.stderr)
    return []


def _run(words: list[str | Path], folder: Path, *, quiet: bool = False) -> int:
    """The exit code; what is printed shows only where it failed."""
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode and not quiet:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
