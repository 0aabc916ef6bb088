"""Readers who click without pause: `python -m tests.bench.clicks ADDRESS SECONDS USERS`, with what they ask on standard
input, a line each: an address, or the body of a Dash callback.

A process of its own, so that the server's interpreter does not wait for it, and one thread for all readers: fifty of
them would wait for each other more than for the server. Prints clicks a second, the 95th percentile in milliseconds
and the number of errors.
"""

import asyncio
import json
import random
import sys
import time
from urllib.parse import urlsplit


def request(host: str, asked: str) -> bytes:
    is_view = asked.startswith("/")
    body = b"" if is_view else asked.encode()
    first = f"GET {asked} HTTP/1.1" if is_view else "POST /_dash-update-component HTTP/1.1"
    headers = ["Content-Type: application/json", "Accept-Encoding: br, gzip", f"Content-Length: {len(body)}"]
    return "\r\n".join([first, f"Host: {host}", *headers, "", ""]).encode() + body


async def click(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, asked: str) -> bool:
    """Whether it was answered. A view that could not be made is told in a sentence, which is not to keep."""
    writer.write(request(host, asked))
    status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines if line)
    await reader.readexactly(int(headers["content-length"]))
    is_kept = "immutable" in headers.get("cache-control", "")
    return " 200 " in status and (is_kept or not asked.startswith("/"))


async def main(address: str, seconds: float, users: int, asked: list[str]) -> dict[str, float]:
    host, until = urlsplit(address).netloc, time.perf_counter() + seconds
    name, port = host.split(":")
    taken: list[float] = []
    errors: list[str] = []

    async def user(number: int) -> None:
        chance = random.Random(number)
        reader, writer = await asyncio.open_connection(name, int(port))
        while (began := time.perf_counter()) < until:
            try:
                fine = await click(reader, writer, host, chance.choice(asked))
            except (OSError, asyncio.IncompleteReadError):
                fine = False
                reader, writer = await asyncio.open_connection(name, int(port))
            if fine:
                taken.append(time.perf_counter() - began)
            else:
                errors.append(host)
        writer.close()

    await asyncio.gather(*(user(number) for number in range(users)))
    slow = sorted(taken)[int(len(taken) * 0.95)] if taken else float("nan")
    return {"clicks_a_second": len(taken) / seconds, "p95": slow * 1000, "errors": len(errors)}


if __name__ == "__main__":
    questions = sys.stdin.read().splitlines()
    print(json.dumps(asyncio.run(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), questions))))
