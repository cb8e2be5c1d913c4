"""Checks a published list of ballots. Usage: python3 verify_ballot.py ballots.txt SHA256 [RECEIPT]

ballots.txt has one line "key item choice" for each ballot, sorted. With the voter's receipt, the own ballots are shown.
Only Python's standard library is used.
"""

import hashlib
import sys
from collections import Counter
from pathlib import Path

body = Path(sys.argv[1]).read_bytes()
if hashlib.sha256(body).hexdigest() != sys.argv[2]:
    sys.exit("these are not the ballots whose hash was published")
lines = [line.split(" ") for line in body.decode().splitlines()]
if lines != sorted(lines) or len({key for key, _, _ in lines}) != len(lines):
    sys.exit("the list is not sorted, or a ballot stands twice")
for item in sorted({item for _, item, _ in lines}, key=int):
    count = Counter(choice for _, of, choice in lines if of == item)
    print(f"item {item}: yes {count['yes']}, no {count['no']}, abstain {count['abstain']}")
if len(sys.argv) > 3:
    receipt = sys.argv[3].replace("-", "").replace(" ", "").upper()
    for key, item, choice in lines:
        if hashlib.sha256(f"zhicheng ballot\n{receipt}\n{item}".encode()).hexdigest() == key:
            print(f"your ballot on item {item}: {choice}")
