"""Checks that readings could be given out neither more evenly nor nearer. Usage: python3 verify_assignment.py FILE"""

import hashlib
import itertools
import json
import sys
from pathlib import Path

for record, sha256 in (each.values() for each in json.loads(Path(sys.argv[1]).read_bytes())):
    body = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    if hashlib.sha256(body).hexdigest() != sha256:
        sys.exit("the record is not the one that was published")
    costs, outside = record["costs"], len(record["readers"])  # a cost of null is a conflict
    held = [{r for d, r in record["result"] if d == n} for n in range(len(costs))]
    loads = [sum(r in those for those in held) for r in range(outside)]
    save = {pair: float("inf") for pair in itertools.product(range(outside + 1), repeat=2)}
    for cost, those in zip(costs, held, strict=True):
        if len(those) != record["each"] or any(cost[r] is None for r in those):
            sys.exit("a dossier has too few readers, or one with a conflict")
        for a, b in itertools.product(those, {r for r in range(outside) if cost[r] is not None} - those):
            save[a, b] = min(save[a, b], cost[b] - cost[a])  # b reads it instead of a
    fair, dear = sum(loads) // outside, 3 * sum(loads) + 1
    for r, load in enumerate(loads):  # one reading more or less: above the fair share ever dearer
        save[r, outside] = dear * max(0, load + 1 - fair) ** 2
        save[outside, r] = -dear * max(0, load - fair) ** 2
    for c, a, b in itertools.product(range(outside + 1), repeat=3):
        save[a, b] = min(save[a, b], save[a, c] + save[c, b])
    if any(save[r, r] < 0 for r in range(outside + 1)):
        sys.exit("a chain of changes would be more even or nearer")
    print(f"right: {record['panel']}, {len(held)} dossiers, {min(loads)} to {max(loads)} for each reader")
