"""Runs a published draw of committee members again. Usage: python3 verify_draw.py draw.json

draw.json holds {"record", "sha256", "seed", "result"} as published. Only Python's standard library is used.
"""

import hashlib
import json
import sys
from pathlib import Path

draw = json.loads(Path(sys.argv[1]).read_bytes())
record = draw["record"]
body = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
digest = hashlib.sha256(body).hexdigest()
if digest != draw["sha256"]:
    sys.exit("the record is not the one that was published")
key = {
    each["code"]: hashlib.sha256(f"{draw['seed']}\n{digest}\n{each['code']}".encode()).hexdigest()
    for each in record["pool"]
}
members, reserves, passed_over, units = [], [], {}, {}
for each in sorted(record["pool"], key=lambda each: key[each["code"]]):
    at_most = record["rules"]["per_unit"]
    if units.get(each["unit"], 0) >= at_most:
        passed_over[each["code"]] = f"同一单位已抽取 {at_most} 人"
    elif len(members) < record["rules"]["size"]:
        members.append(each["code"])
        units[each["unit"]] = units.get(each["unit"], 0) + 1
    else:
        reserves.append(each["code"])
again = {"members": members, "reserves": reserves, "passed_over": passed_over}
if again != draw["result"]:
    sys.exit("the result is not what pool, rules and seed give")
print(
    f"right: {len(members)} members drawn from {len(record['pool'])}, {len(record['excluded'])} left out with reasons"
)
