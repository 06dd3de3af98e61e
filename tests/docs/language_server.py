"""A client of yaml-language-server: the program that gives editors completion, explanations and findings.

It speaks the Language Server Protocol 3.17 over standard input and output, as an editor does.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

FOLDER = "POLICYENGINE_LANGUAGE_SERVER"
"""The environment variable that names the folder with the server's `node_modules`."""

DEFAULT_FOLDER = Path(__file__).parents[2] / ".cache" / "yaml-language-server"


def installed() -> Path | None:
    """The server's program, if Node.js and the server are there."""
    folder = Path(os.environ.get(FOLDER, DEFAULT_FOLDER))
    program = folder / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    return program if program.exists() and shutil.which("node") else None


class LanguageServer:
    """A running server for a folder, with the settings of `.vscode/settings.json`, and messages in Chinese.

    As a context manager it is ended at the end of the block.
    """

    def __init__(self, program: Path, folder: Path, settings: Mapping[str, Any]) -> None:
        self.folder = folder
        self.settings = _nested(settings)
        words = ["node", str(program), "--stdio"]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.sent = 0
        self.diagnostics: dict[str, list[Any]] = {}

    def __enter__(self) -> Self:
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
            },
        }
        start = {"processId": os.getpid(), "locale": "zh-cn", "capabilities": capabilities}
        folder = {"uri": self.folder.as_uri(), "name": self.folder.name}
        self.ask("initialize", {**start, "rootUri": folder["uri"], "workspaceFolders": [folder]})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": self.settings})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.ask("shutdown", None)
            self.tell("exit", None)
        else:
            self.process.kill()
        self.process.communicate(timeout=30)

    def open(self, path: Path) -> list[Any]:
        """Open a file as an editor does; what the server finds wrong with it."""
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": path.read_text("utf-8")}
        self.tell("textDocument/didOpen", {"textDocument": document})
        while uri not in self.diagnostics:
            self._take(self._read())
        return self.diagnostics[uri]

    def completions(self, path: Path, line: int, character: int) -> dict[str, str]:
        """What may be written at a place (counted from 0), with its explanation."""
        found = self.ask("textDocument/completion", _at(path, line, character))
        return {item["label"]: _words(item.get("documentation")) for item in found["items"]}

    def hover(self, path: Path, line: int, character: int) -> str:
        """What is said of the word at a place."""
        found = self.ask("textDocument/hover", _at(path, line, character))
        return "" if found is None else _words(found["contents"])

    def ask(self, method: str, parameters: object) -> Any:
        """A request, and the answer to it."""
        self.sent += 1
        number = self.sent
        self._write({"id": number, "method": method, "params": parameters})
        while True:
            message = self._read()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._take(message)

    def tell(self, method: str, parameters: object) -> None:
        """A notification, which has no answer."""
        self._write({"method": method, "params": parameters})

    def _take(self, message: Mapping[str, Any]) -> None:
        """What the server says or asks unasked."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            answer: object = None
            if message["method"] == "workspace/configuration":
                answer = [self.settings.get(item.get("section", "")) for item in message["params"]["items"]]
            self._write({"id": message["id"], "result": answer})

    def _write(self, message: Mapping[str, object]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline()) != b"\r\n":
            assert line, "the server has ended"
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message


def _nested(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with dots in their names, as editors hand them on."""
    nested: dict[str, Any] = {}
    for name, value in settings.items():
        *above, last = name.split(".") if not name.startswith("[") else [name]
        within = nested
        for step in above:
            within = within.setdefault(step, {})
        within[last] = value
    return nested


def _at(path: Path, line: int, character: int) -> dict[str, object]:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": character}}


def _words(documentation: Any) -> str:
    return documentation["value"] if isinstance(documentation, dict) else documentation or ""
