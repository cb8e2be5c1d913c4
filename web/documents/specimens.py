"""An empty specimen of every paper, set at start to find a broken template before anybody needs it."""

from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, get_args

from web.documents import office_shapes, official_form, shapes
from web.documents.papers import SNAPSHOT, Paper
from web.documents.typesetting import CannotTypeset, Stamp, set_now

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
EMPTY_SNAPSHOT: dict[str, Any] = {
    "format": 1,
    "number": "",
    "version": 1,
    "year": 2000,
    "submitted_at": "",
    "catalogue": "",
    "applicant": {"name": "", "id_number": "", "unit": "", "photo": None},
    "heading": [],
    "sections": [],
    "commitment": {"version": "", "text": "", "name": "", "signed_at": ""},
}


def complaint(paper: Paper) -> str:
    """ "" when the paper's template can be set, else a sentence that names it and its fault."""
    try:
        set_now(
            paper.key, contents(paper), Stamp(made_at=EPOCH, draft=True, subject=paper.title), filed=False
        )
    except CannotTypeset as error:
        return str(error)
    return ""


def contents(paper: Paper) -> dict[str, Any]:
    """What the paper is made of, with every field empty."""
    if paper.made_of == SNAPSHOT:
        return official_form.contents(EMPTY_SNAPSHOT, shapes.Opinions(), shapes.Acceptance())
    return _blank(office_shapes.Sheet.every[paper.key])


def _blank(shape: Any) -> dict[str, Any]:
    """Every field empty; of a sequence of shapes one, so that what the template does with it is tried."""
    return {field.name: _empty(field.type) for field in fields(shape)}


def _empty(kind: Any) -> Any:
    if kind is office_shapes.Listing:
        return {"columns": ["姓名"], "rows": []}
    shapes_within = [each for each in get_args(kind) if is_dataclass(each)]
    if shapes_within:
        return [_blank(shapes_within[0])]
    return "" if kind is str else []
