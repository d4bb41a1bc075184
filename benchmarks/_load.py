"""Readers of a web server, for benchmarks: so many at once, as fast as they can or at a fixed pace; and what the server cost."""

from __future__ import annotations

import http.client
import os
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Heard:
    """What the readers met: milliseconds of each answer, and answers other than 200."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    def p(self, share: float) -> float:
        """The time under which that share of the answers came."""
        return sorted(self.times)[min(len(self.times) - 1, int(share * len(self.times)))]

    def __add__(self, other: Heard) -> Heard:
        return Heard(self.seconds + other.seconds, self.times + other.times, self.faults + other.faults)


class Readers:
    """`count` readers, each with its own lasting connection to one of the ports, reading the addresses in turn."""

    def __init__(self, ports: Sequence[int], addresses: Sequence[str], count: int = 4) -> None:
        self.ports, self.addresses, self.count = ports, addresses, count
        self._next = 0
        self._lock = threading.Lock()

    def hurry(self, seconds: float) -> Heard:
        """Each reader asks as soon as it is answered."""
        return self._run(seconds, None)

    def pace(self, seconds: float, per_second: float) -> Heard:
        """So many addresses a second, whatever the server does: a late answer is counted from when it was due."""
        due: queue.SimpleQueue[float] = queue.SimpleQueue()
        begin = time.perf_counter() + 0.2
        for turn in range(int(seconds * per_second)):
            due.put(begin + turn / per_second)
        return self._run(seconds, due)

    def once(self) -> Heard:
        """Every address once, one after the other."""
        heard = Heard()
        line = http.client.HTTPConnection("127.0.0.1", self.ports[0], timeout=60)
        begin = time.perf_counter()
        for address in self.addresses:
            self._ask(line, address, time.perf_counter(), heard)
        heard.seconds = time.perf_counter() - begin
        line.close()
        return heard

    def skip(self, count: int) -> Readers:
        """The same readers, further on in the list."""
        self._next += count
        return self

    @property
    def asked(self) -> int:
        """How many addresses were asked, from the beginning of the list."""
        return self._next

    def _run(self, seconds: float, due: queue.SimpleQueue[float] | None) -> Heard:
        heard = Heard()
        begin = time.perf_counter()
        ports = [self.ports[n % len(self.ports)] for n in range(self.count)]
        threads = [threading.Thread(target=self._read, args=(port, begin + seconds, due, heard)) for port in ports]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        heard.seconds = time.perf_counter() - begin
        return heard

    def _read(self, port: int, end: float, due: queue.SimpleQueue[float] | None, heard: Heard) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while due is not None or time.perf_counter() < end:
            start = time.perf_counter()
            if due is not None:
                try:
                    start = due.get_nowait()
                except queue.Empty:
                    break
                time.sleep(max(0.0, start - time.perf_counter()))
            with self._lock:
                address = self.addresses[self._next % len(self.addresses)]
                self._next += 1
            self._ask(line, address, start, heard)
        line.close()

    @staticmethod
    def _ask(line: http.client.HTTPConnection, address: str, start: float, heard: Heard) -> None:
        """One page, as a browser asks it; a fault is told, and the connection made again."""
        try:
            line.request("GET", address, headers={"Accept-Encoding": "gzip"})
            answer = line.getresponse()
            answer.read()
            fault = "" if answer.status == 200 else f"{answer.status} {address}"
        except (OSError, http.client.HTTPException) as error:
            fault = f"{type(error).__name__} {address}"
            line.close()
        heard.times.append((time.perf_counter() - start) * 1000)
        if fault:
            heard.faults.append(fault)


def family(pid: int) -> list[int]:
    """The process and its descendants."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def processor_seconds(pids: Sequence[int]) -> float:
    """Processor time spent by these processes and all under them."""
    total = 0
    for pid in {one for root in pids for one in family(root)}:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def megabytes(pids: Sequence[int]) -> float:
    """Memory of these processes and all under them; what several share is counted once (proportional set size)."""
    total = 0
    for pid in {one for root in pids for one in family(root)}:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1000
