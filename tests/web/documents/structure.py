"""A checker of what PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) ask of a file's structure."""

import io
from collections.abc import Iterator

import pikepdf

CONTENT = ("/P", "/H1", "/H2", "/H3", "/TD", "/TH", "/Figure", "/Span", "/Div", "/Lbl", "/LBody")


def faults(pdf: bytes, *, filed: bool) -> list[str]:
    """One sentence for each rule that `pdf` breaks; [] when none. `filed`: PDF/A-2a as well as PDF/UA-1."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        found = list(_catalogue(file)) + list(_structure(file)) + list(_fonts(file)) + list(_pages(file))
        if filed:
            found += list(_archive(file))
    return found


def _catalogue(file: pikepdf.Pdf) -> Iterator[str]:
    root = file.Root
    if not str(root.get("/Lang", "")).lower().startswith("zh"):
        yield "no language zh"
    if root.get("/MarkInfo", {}).get("/Marked") is not True or root.MarkInfo.get("/Suspects", False):
        yield "not marked as tagged"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
        yield "the title is not displayed"
    metadata = file.open_metadata()
    if not metadata.get("dc:title"):
        yield "no title"
    if metadata.get("pdfuaid:part") != "1":
        yield "not declared as PDF/UA-1"


def elements(file: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    """Every structure element with its standard type, in reading order."""
    roles = file.Root.StructTreeRoot.get("/RoleMap", {})

    def walk(node: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(roles.get(str(node.S), node.S)), node
            if "/K" in node:
                yield from walk(node.K)

    yield from walk(file.Root.StructTreeRoot.K)


def _structure(file: pikepdf.Pdf) -> Iterator[str]:
    if "/StructTreeRoot" not in file.Root or "/ParentTree" not in file.Root.StructTreeRoot:
        yield "no structure tree"
        return
    level = 0
    for kind, element in elements(file):
        if kind == "/Figure" and not str(element.get("/Alt", "")):
            yield "a figure without alternative text"
        if kind[:2] == "/H" and kind[2:].isdigit():
            if int(kind[2:]) > level + 1:
                yield f"heading {kind} after level {level}"
            level = int(kind[2:])
        if kind == "/Table":
            yield from _table(element)


def _table(table: pikepdf.Object) -> Iterator[str]:
    rows = [row for part in _children(table) for row in (_children(part) if part.S != "/TR" else [part])]
    cells = [_children(row) for row in rows]
    if not any(cell.S == "/TH" for row in cells for cell in row):
        yield "a table without header cells"
    for row in cells:
        for cell in row:
            if cell.S == "/TH" and not _attribute(cell, "/Scope"):
                yield "a header cell without scope"
    width = sum(int(_attribute(cell, "/ColSpan") or 1) for cell in cells[0])
    covered = [0] * width
    for number, row in enumerate(cells):
        free = sum(1 for until in covered if until <= number)
        if sum(int(_attribute(cell, "/ColSpan") or 1) for cell in row) != free:
            yield f"row {number + 1} of a table is not as wide as its head"
            return
        places = iter([place for place, until in enumerate(covered) if until <= number])
        for cell in row:
            for _ in range(int(_attribute(cell, "/ColSpan") or 1)):
                covered[next(places)] = number + int(_attribute(cell, "/RowSpan") or 1)


def _children(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K", pikepdf.Array())
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _attribute(element: pikepdf.Object, name: str) -> object:
    owners = element.get("/A", pikepdf.Array())
    for owner in owners if isinstance(owners, pikepdf.Array) else [owners]:
        if isinstance(owner, pikepdf.Dictionary) and name in owner:
            return owner[name]
    return None


def _fonts(file: pikepdf.Pdf) -> Iterator[str]:
    for page in file.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            name = str(font.BaseFont)
            if "/ToUnicode" not in font:
                yield f"{name} cannot be turned into text"
            descriptor = font.get("/DescendantFonts", [font])[0].get("/FontDescriptor", {})
            if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield f"{name} is not embedded"
            if "+" not in name:
                yield f"{name} is not a subset"


def _pages(file: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(file.pages, start=1):
        if page.get("/StructParents") is None:
            yield f"page {number} is not in the structure tree"
        depth, tagged = 0, []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                tagged.append(str(operands[0]) == "/Artifact" or len(operands) > 1)
                depth += 1
            elif name == "EMC":
                tagged.pop()
                depth -= 1
            elif name in ("Tj", "TJ", "Do", "S", "f", "f*", "B") and not any(tagged):
                yield f"page {number} draws something that is neither tagged nor an artifact"
                break
        if depth:
            yield f"page {number} has unbalanced marked content"


def _archive(file: pikepdf.Pdf) -> Iterator[str]:
    metadata = file.open_metadata()
    if (metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")) != ("2", "A"):
        yield "not declared as PDF/A-2a"
    if file.is_encrypted:
        yield "encrypted"
    if not any(intent.S == "/GTS_PDFA1" for intent in file.Root.get("/OutputIntents", [])):
        yield "no output intent"
    if "/ID" not in file.trailer:
        yield "no file identifier"
    for thing in file.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            for key in ("/JS", "/JavaScript", "/EmbeddedFile", "/Launch", "/AA"):
                if key in thing or thing.get("/S") == key:
                    yield f"holds {key}"
