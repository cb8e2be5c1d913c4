"""抽取记录 for anyone: what was published before the seed was known, the seed, the result, and who read what, all by codes.

No name, no unit and no specialty of an expert stands in them (人社部令第40号第二十四条).
"""

from typing import Any

import orjson
from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.committee import draw, panels
from web.committee.tables import Draw, Sitting
from web.rows import Row
from web.shell.show import show

SHOWN = 200
"""The newest that the list shows."""


@get("/draw-records", opt={"act": "public"})
async def listed(request: Request) -> Response[Any]:
    """Every draw, the newest first, those without a result among them: none can be made and dropped unseen."""
    rows = await Draw.select().order_by(Draw.id, ascending=False).limit(SHOWN)
    shown = [{**row, "name": orjson.loads(row["record"])["name"]} for row in rows]
    return show(request, "committee/draw_records.html", {"rows": shown})


async def _load(number: int) -> Row:
    try:
        return await draw.load(number)
    except draw.Refusal as unknown:
        raise NotFoundException from unknown


async def _closed(row: Row) -> Row | None:
    """The sitting of those who were drawn, once its ballots are counted."""
    return await Sitting.select().where((Sitting.draw == row["id"]) & (Sitting.state == "closed")).first()


@get("/draw-records/{number:int}", opt={"act": "public"})
async def page(request: Request, number: FromPath[int]) -> Response[Any]:
    """One draw."""
    row = await _load(number)
    sitting = await _closed(row)
    given = await panels.published(sitting["id"]) if sitting else []
    context = {"row": row, "record": orjson.loads(row["record"]), "given": bool(given)}
    return show(request, "committee/draw_record.html", context)


@get("/draw-records/{number:int}/draw.json", opt={"act": "public"})
async def record(request: Request, number: FromPath[int]) -> Response[bytes]:
    """What docs/verify_draw.py reads."""
    return _file(draw.published(await _load(number)), f"draw-{number}.json")


@get("/draw-records/{number:int}/assignment.json", opt={"act": "public"})
async def assignment(request: Request, number: FromPath[int]) -> Response[bytes]:
    """What docs/verify_assignment.py reads: how the readings were given out, once the sitting is over."""
    sitting = await _closed(await _load(number))
    given = await panels.published(sitting["id"]) if sitting else []
    if not given:
        raise NotFoundException
    return _file(given, f"assignment-{number}.json")


def _file(body: object, name: str) -> Response[bytes]:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(orjson.dumps(body), media_type="application/json", headers=headers)


HANDLERS = [listed, page, record, assignment]
