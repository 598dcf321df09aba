"""Runs a pipeline of programs; prints its wall time and the peak memory of the largest as JSON.

    python -I -S bench/measure.py '[["psql", …], ["psql", …]]'

A process of its own, with hardly an import: on Linux a program's peak memory counts that of the
process that started it, so what this one holds is the least that can be measured. What the
programs say on stderr is shown only when one fails.
"""

import json
import os
import sys
import time

LOG = "contender.log"
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


def run(pipeline: list[list[str]]) -> dict[str, float]:
    began = time.perf_counter()
    pids = []
    standard_input = os.open(os.devnull, os.O_RDONLY)
    log = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    for position, command in enumerate(pipeline, 1):
        last = position == len(pipeline)
        reading, writing = (-1, os.open(os.devnull, os.O_WRONLY)) if last else os.pipe()
        ends = enumerate((standard_input, writing, log))
        actions = [(os.POSIX_SPAWN_DUP2, end, number) for number, end in ends]
        pids.append(os.posix_spawnp(command[0], command, os.environ, file_actions=actions))
        os.close(standard_input)
        os.close(writing)
        standard_input = reading
    ended = [os.wait4(pid, 0) for pid in pids]
    seconds = time.perf_counter() - began
    if any(status for _, status, _ in ended):
        with open(LOG) as said:  # noqa: PTH123 - pathlib would be one more import
            sys.exit(f"{said.read()}failed: {pipeline}")
    peak = max(usage.ru_maxrss for _, _, usage in ended) * _MAXRSS_UNIT
    processor = sum(usage.ru_utime + usage.ru_stime for _, _, usage in ended)
    return {"seconds": seconds, "peak": peak, "processor": processor}


if __name__ == "__main__":
    json.dump(run(json.loads(sys.argv[1])), sys.stdout)
