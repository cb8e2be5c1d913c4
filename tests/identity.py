"""Invented ID numbers: region code 410199, which is not in use, with the right last character."""


def id_number(born: str, serial: int) -> str:
    """The ID number of someone born on `born` (YYYYMMDD); an odd `serial` is a man."""
    digits = f"410199{born}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return digits + "10X98765432"[total % 11]
