"""Runs a published draw of committee members again. Usage: python3 verify_draw.py draw.json"""

import hashlib
import json
import sys
from pathlib import Path

draw = json.loads(Path(sys.argv[1]).read_bytes())
record, rules = draw["record"], draw["record"]["rules"]
body = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
digest = hashlib.sha256(body).hexdigest()
if digest != draw["sha256"]:
    sys.exit("the record is not the one that was published")
for each in record["pool"]:
    each["lot"] = hashlib.sha256(f"{draw['seed']}\n{digest}\n{each['code']}".encode()).hexdigest()
members, reserves, passed_over, units = [], [], {}, []
for each in sorted(record["pool"], key=lambda each: each["lot"]):
    if units.count(each["unit"]) >= rules["per_unit"]:
        passed_over[each["code"]] = f"同一单位已抽取 {rules['per_unit']} 人"
    elif len(members) < rules["size"]:
        members.append(each["code"])
        units.append(each["unit"])
    else:
        reserves.append(each["code"])
if draw["result"] != {"members": members, "reserves": reserves, "passed_over": passed_over}:
    sys.exit("the result is not what pool, rules and seed give")
print(
    f"right: {len(members)} members drawn from {len(record['pool'])}, {len(record['excluded'])} left out with reasons"
)
