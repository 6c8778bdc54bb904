"""Workers that send what is due and die where they are told to, each a process of its own.

They are forked from one process that has loaded the product, since loading it takes seconds.

A worker kills itself from Python's audit hooks and Django's query wrappers, so that what runs is the product's
own code.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import timedelta
from types import FrameType
from typing import Any

import django


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_on_the_wire(is_the_moment: Callable[[bytes], bool]) -> None:
    """Die just before bytes of that kind are sent to the mail server."""

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event == "smtplib.send" and is_the_moment(bytes(given[1])):
            die()

    sys.addaudithook(hook)


def die_in_the_database(is_the_moment: Callable[[str, Any], bool]) -> None:
    """Die between an update of that kind and its commit."""
    from django.db import connection

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if sql.startswith("UPDATE") and is_the_moment(sql, params):
            die()
        return result

    connection.execute_wrappers.append(wrapper)


def die_at_a_call(is_the_moment: Callable[[FrameType], bool]) -> None:
    """Die when a function of that kind begins."""

    def look(frame: FrameType, event: str, given: object) -> None:
        if event == "call" and is_the_moment(frame):
            die()

    sys.setprofile(look)


def arrange(where: str) -> None:
    """Arrange to die at the named point."""
    match where:
        case "before the text is submitted":
            die_at_a_call(lambda frame: frame.f_code.co_name == "submit")
        case "before the centre answers":
            die_at_a_call(lambda frame: frame.f_code.co_name == "read_pdu" and _caller(frame) == "_exchange")
        case "before the text":
            die_on_the_wire(lambda sent: b"Message-ID" in sent)
        case "before the hand-over is committed":
            die_in_the_database(lambda sql, params: "handed_over" in params and "sent" not in params)
        case "before the last byte":
            die_on_the_wire(lambda sent: sent == b".\r\n")
        case "before the receipt is noted":
            die_in_the_database(lambda sql, params: "sent" in params)


def _caller(frame: FrameType) -> str:
    return frame.f_back.f_code.co_name if frame.f_back else ""


def send(where: str, seconds_ahead: int) -> None:
    """Send until nothing is due, and die on the way where it is said."""
    from aisance.core import clock
    from aisance.outreach.services import send_due_messages

    arrange(where)
    with clock.stopped_at(clock.now() + timedelta(seconds=seconds_ahead)):
        while send_due_messages():
            pass


def file(series: str, count: int, channel: str = "email") -> None:
    """File so many messages to one customer; each says its key."""
    from aisance.core.permissions import system_viewer
    from aisance.customers.contracts import CustomerClaim, IdentifierKind
    from aisance.customers.public import find_or_add_customers
    from aisance.outreach.contracts import MessageChannel, MessageIntent
    from aisance.outreach.public import propose

    claim = CustomerClaim({IdentifierKind.EMAIL: "ana@customers.example", IdentifierKind.PHONE: "+33612345678"})
    [customer] = find_or_add_customers([claim], by=system_viewer("test"))
    assert customer
    for number in range(count):
        key, way = f"{series}:{number}", MessageChannel(channel)
        propose(MessageIntent(key, customer, way, "surveys", "fr", "Bonjour", key))


WORK: dict[str, Callable[..., None]] = {"send": send, "file": file}


def main() -> None:
    """Serve orders, one JSON list a line: fork a worker and answer its pid, or wait for one and answer its code."""
    django.setup()
    for line in sys.stdin:
        what, *given = json.loads(line)
        if what == "wait":
            answer = os.waitstatus_to_exitcode(os.waitpid(given[0], 0)[1])
        else:
            answer = os.fork() or work(what, given)
        print(answer, flush=True)  # noqa: T201  the test reads it


def work(what: str, given: list[Any]) -> int:
    """Be the forked worker, and end without going back to the orders."""
    try:
        WORK[what](*given)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
