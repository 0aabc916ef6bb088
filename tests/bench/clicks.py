"""Readers who click without pause: `python -m tests.bench.clicks ADDRESS SECONDS USERS`, with what they ask on standard
input, a line each: an address, or the body of a Dash callback.

A process of its own, so that the server's interpreter does not wait for it. Prints clicks a second, the 95th
percentile in milliseconds and the number of errors.
"""

import http.client
import json
import random
import sys
import threading
import time
from urllib.parse import urlsplit


def click(connection: http.client.HTTPConnection, asked: str) -> bool:
    headers = {"Content-Type": "application/json", "Accept-Encoding": "br, gzip"}
    if not asked.startswith("/"):
        connection.request("POST", "/_dash-update-component", asked.encode(), headers)
        response = connection.getresponse()
        return bool(response.read()) and response.status == 200
    connection.request("GET", asked, headers=headers)
    response = connection.getresponse()
    # A view that could not be made is told in a sentence, which is not to keep.
    return bool(response.read()) and "immutable" in response.getheader("Cache-Control", "")


def main(address: str, seconds: float, users: int, asked: list[str]) -> dict[str, float]:
    host, until = urlsplit(address).netloc, time.perf_counter() + seconds
    taken: list[float] = []
    errors: list[str] = []

    def user(number: int) -> None:
        chance = random.Random(number)
        connection = http.client.HTTPConnection(host, timeout=30)
        while (began := time.perf_counter()) < until:
            try:
                fine = click(connection, chance.choice(asked))
            except OSError as error:
                fine = False
                errors.append(repr(error))
                connection.close()
            if fine:
                taken.append(time.perf_counter() - began)
            else:
                errors.append("answer")

    threads = [threading.Thread(target=user, args=(number,)) for number in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    slow = sorted(taken)[int(len(taken) * 0.95)] if taken else float("nan")
    return {"clicks_a_second": len(taken) / seconds, "p95": slow * 1000, "errors": len(errors)}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), sys.stdin.read().splitlines())))
