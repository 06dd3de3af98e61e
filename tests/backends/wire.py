"""All that a PostgreSQL server sends, read off the connection between it and the client."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SOCKET = ".s.PGSQL.5432"
COPIED, ROW = b"d", b"D"


@dataclass
class Sent:
    """What a server has sent: all bytes, and the messages that hold rows of queries and of copies."""

    everything: bytearray = field(default_factory=bytearray)
    copied: list[bytes] = field(default_factory=list)
    rows: list[bytes] = field(default_factory=list)
    _read: int = 0

    def add(self, block: bytes) -> None:
        """Take in what has come, message by message: one byte of kind, four of length, which counts itself."""
        self.everything += block
        while len(self.everything) >= self._read + 5:
            kind = bytes(self.everything[self._read : self._read + 1])
            length = int.from_bytes(self.everything[self._read + 1 : self._read + 5])
            if len(self.everything) < self._read + 1 + length:
                return
            message = bytes(self.everything[self._read + 5 : self._read + 1 + length])
            self._read += 1 + length
            if kind in (COPIED, ROW):
                (self.copied if kind == COPIED else self.rows).append(message)


@contextmanager
def listening(server: Path, here: Path) -> Iterator[Sent]:
    """One connection to the server's folder may be made at the folder `here` instead; what the server sends is kept."""
    sent = Sent()
    with socket.socket(socket.AF_UNIX) as door, socket.socket(socket.AF_UNIX) as behind:
        door.bind(str(here / SOCKET))
        door.listen(1)
        behind.connect(str(server / SOCKET))

        def serve() -> None:
            client, _ = door.accept()
            with client:
                asking = threading.Thread(target=_forward, args=(client, behind), daemon=True)
                asking.start()
                while block := behind.recv(65536):
                    sent.add(block)
                    client.sendall(block)
                asking.join()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield sent
        thread.join()


def _forward(client: socket.socket, server: socket.socket) -> None:
    while block := client.recv(65536):
        server.sendall(block)
    server.shutdown(socket.SHUT_WR)
