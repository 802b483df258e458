"""A mail server in a thread: it really takes e-mails, and refuses, breaks off and dies when told to."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage

ADDRESS = "<>"


class PostOffice(socketserver.ThreadingTCPServer):
    """delivered: each e-mail with the address it was brought to. refused: addresses it does not take."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Desk)
        self.delivered: list[tuple[str, EmailMessage]] = []
        self.refused: set[str] = set()
        self.breaks_off = 0
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def addresses(self) -> list[str]:
        return sorted(address for address, _message in self.delivered)

    def to(self, address: str) -> EmailMessage:
        """The one e-mail to the address."""
        [message] = [message for to, message in self.delivered if to == address]
        return message


class Desk(socketserver.StreamRequestHandler):
    """One connection."""

    server: PostOffice

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 post office")
        recipient = ""
        while line := self.rfile.readline():
            verb, _space, rest = line.decode().strip().partition(" ")
            match verb.upper():
                case "RCPT":
                    recipient = rest.partition(":")[2].split()[0].strip(ADDRESS)
                    self.say("550 no such person" if recipient in self.server.refused else "250 ok")
                case "DATA":
                    self.say("354 go on")
                    if not self.take(recipient):
                        return
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 ok")

    def take(self, recipient: str) -> bool:
        """Reads a message; False where it breaks the connection off instead of taking it."""
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        with self.server.lock:
            if self.server.breaks_off:
                self.server.breaks_off -= 1
                return False
            message = message_from_bytes(b"".join(lines), policy=policy.default)
            self.server.delivered.append((recipient, message))
        self.say("250 taken")
        return True
