"""How large an installation must be: measured costs, carried to any number of aspirantes by a queueing simulation.

Run: `python -m bench.sizing`. Costs are what the other modules measured (MEASURED); behaviour is what people do
(HABITS), to be replaced by what was seen in an earlier convocatoria. The peak hour is simulated customer by
customer: as many cores as keep 95 of 100 waits under the stated time. The table is the one of docs/operating.md.
"""

from __future__ import annotations

import heapq
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

SIZES = (1_000, 20_000, 50_000, 200_000)
PATIENCE_S = 2.0  # 95 of 100 wait less than this before their work begins
SIMULATED = 20_000  # customers per try
MOST_CORES = 512


@dataclass(frozen=True)
class Measured:
    """Seconds of one core per piece of work, and sizes, from `make bench` on a shared two-core machine."""

    check_image_s: float = (
        0.038  # documents: 26 a second with every attempt at a QR, the dearest pages (58 without)
    )
    letter_s: float = 0.035  # letters: 19 to 53 a second by kind
    gateway_s: float = 0.0024  # gateway: processor time per request, three reads per write
    api_s: float = 0.0037  # the same requests, the api behind
    facts_per_s: float = 240.0  # events: outbox → broker → consumer, embedded parts
    image_kb: float = 250.0
    fact_kb: float = 1.6
    letter_kb: float = 80.0


@dataclass(frozen=True)
class Habits:
    """Per aspirante. `rush_part` of all that a window asks for comes in its last `rush_hours`, evenly."""

    images: float = 15.0
    rpcs: float = 220.0
    facts: float = 60.0
    rush_facts: float = (
        25.0  # those of the window with the uploads: one each, and what registro and sends say
    )
    letters: float = 6.0
    sends: float = 1.4
    rush_part: float = 1 / 3
    rush_hours: float = 3.0
    busiest_api: float = 0.5  # its part of the calls that are not images
    minutes_per_review: float = 6.0
    review_days: int = 20
    hours_a_day: float = 7.0


# Cores that one replica may use (deploy/k8s), and the fewest replicas: one for each zone.
REPLICA_CORES = {"gateway": 2, "documents-api": 2, "registration-api": 1, "notifications-api": 1}
FEWEST = 3
MEASURED, HABITS = Measured(), Habits()
Service = Callable[[Random], float]


def around(mean_s: float) -> Service:
    """Times that vary as checks of papers do: most near the mean, some three times as long."""
    sigma = 0.6
    return lambda random: random.lognormvariate(math.log(mean_s) - sigma**2 / 2, sigma)


def waits(rate: float, service: Service, servers: int, customers: int, seed: int = 7) -> list[float]:
    """What each customer waits when they come at random, `rate` a second, to `servers` who take the first in line."""
    random = Random(seed)
    free = [0.0] * servers
    now, found = 0.0, []
    for _ in range(customers):
        now += random.expovariate(rate)
        start = max(now, heapq.heappop(free))
        found.append(start - now)
        heapq.heappush(free, start + service(random))
    return found


def quantile(values: Sequence[float], part: float) -> float:
    """The value that `part` of all do not exceed."""
    return sorted(values)[min(int(part * len(values)), len(values) - 1)]


def cores_for(rate: float, mean_s: float) -> int:
    """The fewest cores with which 95 of 100 wait less than PATIENCE_S at this rate."""
    servers = max(1, math.ceil(rate * mean_s))
    while servers < MOST_CORES:
        if quantile(waits(rate, around(mean_s), servers, SIMULATED), 0.95) < PATIENCE_S:
            return servers
        servers += 1
    raise ValueError("more cores than this simulation looks at")


@dataclass(frozen=True)
class Need:
    """What an installation for so many aspirantes needs at its worst hour, and in the end on disk.

    `cores` and `replicas` by deployment: twice the replicas that the cores ask for, so that a zone may be lost.
    """

    aspirantes: int
    images_per_s: float
    rpcs_per_s: float
    facts_per_s: float
    cores: dict[str, int]
    replicas: dict[str, int]
    validadores: int
    objects_gb: float
    database_gb: float


def need(aspirantes: int, measured: Measured = MEASURED, habits: Habits = HABITS) -> Need:
    """For `aspirantes`, by these costs and habits."""

    def peak(each: float) -> float:
        return aspirantes * each * habits.rush_part / habits.rush_hours / 3600

    rpcs = peak(habits.rpcs)
    cores = {
        "gateway": cores_for(rpcs, measured.gateway_s),
        "documents-api": cores_for(peak(habits.images), measured.check_image_s),
        "registration-api": cores_for(rpcs * habits.busiest_api, measured.api_s),
        "notifications-api": cores_for(peak(habits.letters), measured.letter_s),
    }
    reviews_min = aspirantes * habits.sends * habits.minutes_per_review
    objects_kb = habits.images * measured.image_kb + habits.letters * measured.letter_kb
    return Need(
        aspirantes=aspirantes,
        images_per_s=peak(habits.images),
        rpcs_per_s=rpcs,
        facts_per_s=peak(habits.rush_facts),
        cores=cores,
        replicas={n: max(FEWEST, math.ceil(2 * c / REPLICA_CORES[n])) for n, c in cores.items()},
        validadores=math.ceil(reviews_min / 60 / habits.review_days / habits.hours_a_day),
        objects_gb=aspirantes * objects_kb / 1e6,
        database_gb=3 * aspirantes * habits.facts * measured.fact_kb / 1e6,  # log, own history, indexes
    )


HEAD = (
    "| aspirantes | images | images/s, RPC/s, facts/s in the last hours | "
    + " | ".join(f"{name}: cores → replicas" for name in REPLICA_CORES)
    + " | validadores | objects | databases |"
)


def table() -> list[str]:
    """The rows of docs/operating.md."""
    rows = [HEAD, "|" + "---|" * (HEAD.count("|") - 1)]
    for size in SIZES:
        n = need(size)
        cells = (
            f"{size:,}", f"{size * HABITS.images:,.0f}",
            f"{n.images_per_s:.1f}, {n.rpcs_per_s:,.0f}, {n.facts_per_s:.0f}",
            *(f"{n.cores[name]} → {n.replicas[name]}" for name in REPLICA_CORES),
            n.validadores, f"{n.objects_gb:,.0f} GB", f"{n.database_gb:,.1f} GB",
        )  # fmt: skip
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    return rows


def main() -> int:
    """Prints the table."""
    print(*table(), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
