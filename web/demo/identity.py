"""Invented ID numbers: region code 410199, which GB/T 2260 does not use, with the right last character."""

REGION = "410199"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
LAST = "10X98765432"
"""Weights and last characters of GB 11643, ISO 7064 MOD 11-2."""


def id_number(born: str, serial: int) -> str:
    """The ID number of someone born on `born` (YYYYMMDD); an odd `serial` (1 to 999) is a man."""
    digits = f"{REGION}{born}{serial:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return digits + LAST[total % 11]
