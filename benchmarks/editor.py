"""Time from a keystroke to its diagnostics, over standard input and output: `python -m benchmarks.editor`."""

from __future__ import annotations

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

from benchmarks.generate import write

PUBLISHED = "textDocument/publishDiagnostics"


class Client:
    """The least of an editor: messages to a server and from it."""

    def __init__(self, folder: pathlib.Path) -> None:
        command = [sys.executable, "-m", "kubelint", "server"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.folder = folder

    def send(self, method: str, params: Any, number: int | None = None) -> None:
        """Send a notification, or with a number a request."""
        message = {"jsonrpc": "2.0", "method": method, "params": params} | ({"id": number} if number else {})
        body = json.dumps(message).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        """The next message."""
        assert self.process.stdout
        length = 0
        while (header := self.process.stdout.readline().strip()) != b"":
            if header.startswith(b"Content-Length:"):
                length = int(header.split(b":")[1])
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message

    def begin(self) -> None:
        """Open the folder."""
        uri = self.folder.as_uri()
        folders = [{"uri": uri, "name": "estate"}]
        params = {"processId": None, "rootUri": uri, "capabilities": {}, "workspaceFolders": folders}
        self.send("initialize", params, 1)
        self.receive()
        self.send("initialized", {})

    def published(self, uri: str, version: int) -> list[Any]:
        """The diagnostics of a file's version, once they come."""
        while True:
            message = self.receive()
            params = message.get("params", {})
            if message.get("method") == PUBLISHED and params["uri"] == uri and params.get("version") == version:
                diagnostics: list[Any] = params["diagnostics"]
                return diagnostics

    def end(self) -> None:
        """End the server."""
        self.send("shutdown", None, 2)
        self.send("exit", None)
        assert self.process.wait(10) == 0


def keystrokes(client: Client, file: pathlib.Path, count: int, pause: float) -> list[float]:
    """Milliseconds from each of some keystrokes, which change a port to and fro, to the diagnostics."""
    text, uri = file.read_text("utf-8"), file.as_uri()
    client.send(
        "textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}
    )
    client.published(uri, 1)
    before = text[: text.index("containerPort: ") + len("containerPort: ")]
    position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
    after = {**position, "character": position["character"] + 1}
    took = []
    for number in range(count):
        time.sleep(pause)
        insert = number % 2 == 0
        change = {"range": {"start": position, "end": position if insert else after}, "text": "9" if insert else ""}
        start = time.perf_counter()
        which = {"uri": uri, "version": number + 2}
        client.send("textDocument/didChange", {"textDocument": which, "contentChanges": [change]})
        found = client.published(uri, number + 2)
        took.append((time.perf_counter() - start) * 1000)
        assert insert == any("containerPort" in str(one) or one["code"] == "invalid-value" for one in found)
    return took


def main() -> None:
    """Write an estate, and type in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objects", type=int, default=2000)
    parser.add_argument("--keystrokes", type=int, default=60)
    parser.add_argument("--pause", type=float, default=0.1, help="seconds between keystrokes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        estate = pathlib.Path(folder).resolve()
        write(estate, given.objects)
        files = sorted(estate.rglob("*.yaml"))
        client = Client(estate)
        client.begin()
        took = keystrokes(client, files[len(files) // 2], given.keystrokes, given.pause)
        slow = statistics.quantiles(took, n=10)[-1]
        print(f"{given.objects} objects: median {statistics.median(took):.1f} ms, slowest tenth from {slow:.1f} ms")
        client.end()


if __name__ == "__main__":
    main()
