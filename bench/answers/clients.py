"""Sixteen customers who post one questionnaire after the other; says how long each waited. Knows nothing of Django."""

import json
import socket
import sys
import threading
import time
from collections import Counter
from typing import Any

CLIENTS = 16


def main() -> None:
    """Read `{"port": ..., "posts": [[path, body], ...]}` and print how long all and each took, and what was said."""
    told = json.load(sys.stdin)
    requests = iter([_request(number, path, body) for number, (path, body) in enumerate(told["posts"])])
    lock = threading.Lock()
    found: dict[str, Any] = {"milliseconds": [], "said": Counter()}
    together = threading.Barrier(CLIENTS + 1)
    threads = [
        threading.Thread(target=_client, args=(told["port"], requests, lock, found, together)) for _ in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    together.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    print(json.dumps({"seconds": time.perf_counter() - started, **found}))


def _request(number: int, path: str, body: str) -> bytes:
    # Each customer has an address of their own, or the limit by address would end this quickly.
    address = f"198.{18 + number % 2}.{number // 250 % 250}.{number % 250}"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Forwarded-For: {address}\r\nUser-Agent: Mozilla/5.0 (iPhone)\r\nAccept-Language: fr\r\n"
        f"Content-Length: {len(body.encode())}\r\n\r\n"
    )
    return head.encode() + body.encode()


def _client(port: int, requests: Any, lock: Any, found: dict[str, Any], together: Any) -> None:
    line = socket.create_connection(("127.0.0.1", port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    mine, said = [], Counter[str]()
    together.wait()
    while True:
        with lock:
            request = next(requests, None)
        if request is None:
            break
        started = time.perf_counter()
        line.sendall(request)
        answer = _answer(line)
        mine.append((time.perf_counter() - started) * 1000)
        said[answer.split(b" ", 2)[1].decode()] += 1
        if b"\r\nconnection: close" in answer.lower():
            line.close()
            line = socket.create_connection(("127.0.0.1", port))
    with lock:
        found["milliseconds"] += mine
        found["said"] += said


def _answer(line: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        part = line.recv(65536)
        if not part:
            raise ConnectionError("The server hung up.")
        got += part
    head, _, rest = got.partition(b"\r\n\r\n")
    length = next((int(x.split(b":")[1]) for x in head.lower().split(b"\r\n") if x.startswith(b"content-length")), 0)
    while len(rest) < length:
        rest += line.recv(65536)
    return head


if __name__ == "__main__":
    main()
