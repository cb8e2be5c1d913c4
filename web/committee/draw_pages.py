"""抽取专家: pool and rules published, the seed fixed, the result for anyone to run again, the sitting planned from it."""

from typing import Any

import orjson
from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import clock
from web.box import Box
from web.catalogue import rules as catalogue
from web.codelists import Option
from web.columns import Field
from web.committee import draw, gathering, permitted, sittings
from web.committee.expert_tables import Expert
from web.committee.tables import Draw, Member, Sitting
from web.kinds import KINDS
from web.people.tables import Account
from web.rows import Row
from web.shell import form
from web.shell.errors import Refused
from web.shell.show import go, show

SIZE = Field("number", "抽取人数", required=True, least=1, most=199, unit="人", hint="应为单数。")
PER_UNIT = Field("number", "同一单位最多", required=True, least=1, most=99, unit="人")
LEVEL = (
    Option("5", "正高级"),
    Option("4", "副高级"),
    Option("3", "中级"),
    Option("2", "助理级"),
    Option("1", "员级"),
)
RANK = Field("choice", "评审的最高等级", required=True, options=LEVEL, hint="等级低于它的专家不参加抽取。")
ON = Field("day", "会议日期", required=True, future=True, hint="如 2026-12-14")
SOURCE = Field(
    "text",
    "随机种子的来源",
    required=True,
    limit=100,
    hint="公布之后才会产生的公开数字，如 2026年12月1日福彩3D开奖号码",
)
ROTATED = Field("yes_no", "上一次会议的专家不参加抽取", required=True)
SEED = Field("text", "随机种子", required=True, limit=100, hint="照公布的来源填写，填后不能再改。")
NAME = Field("text", "会议名称", required=True, limit=100)
PLACE = Field("text", "地点", required=True, limit=100)
FIELDS = {"size": SIZE, "per_unit": PER_UNIT, "rank": RANK, "on": ON, "source": SOURCE, "rotated": ROTATED}


async def _committees(request: Request) -> list[Any]:
    """The committees for whose office the person works, of the newest edition; 404 for anyone else."""
    codes = await permitted.committees_of(request.state["person"])
    editions = await catalogue.editions()
    held = await catalogue.contents(editions[0].year) if editions else None
    found = [
        each
        for every in (held.committees.values() if held else ())
        for each in every
        if each.code[:30] in codes
    ]
    if not found:
        raise NotFoundException
    return found


@get("/draws", opt={"act": "sittings"})
async def listed(request: Request) -> Response[Any]:
    """The draws of the person's committees, and the form for a new one."""
    return await _listed(request, {"per_unit": "1", "rotated": "0"}, {}, "")


async def _listed(
    request: Request, typed: dict[str, str], wrong: dict[str, str], sentence: str
) -> Response[Any]:
    found = await _committees(request)
    names = {each.code: each.name for each in found}
    rows = await Draw.select().where(Draw.committee.is_in(list(names))).order_by(Draw.id, ascending=False)
    which = Field(
        "choice", "评委会", required=True, options=tuple(Option(code, name) for code, name in names.items())
    )
    fields = {"committee": which, **FIELDS}
    boxes = [
        Box(
            about,
            name,
            name,
            typed.get(name, ""),
            wrong.get(name, ""),
            about.options if isinstance(about.options, tuple) else (),
        )
        for name, about in fields.items()
    ]
    context = {"rows": rows, "names": names, "boxes": boxes, "wrong": wrong or sentence, "sentence": sentence}
    return show(request, "committee/draws.html", context, status=422 if wrong or sentence else 200)


@post("/draws", opt={"act": "sittings"}, status_code=200)
async def publish(request: Request) -> Response[Any]:
    """Fix pool and rules, hash and publish them."""
    posted = await form.read(request)
    committee = next(
        (each for each in await _committees(request) if each.code == posted.text("committee")), None
    )
    values, wrong = _read(posted)
    if committee is None:
        wrong["committee"] = "请选择评委会。"
    if wrong or committee is None:
        return await _listed(request, dict(posted), wrong, "")
    by, year = request.state["person"].id, await _year(values["on"].year)
    kept_away = await _last_members(committee.code) if values["rotated"] else {}
    about = {
        "size": int(values["size"]),
        "per_unit": int(values["per_unit"]),
        "level_rank": int(values["rank"]),
    }
    try:
        row = await draw.publish(
            committee, year, by, **about, day=values["on"], source=values["source"], kept_away=kept_away
        )
    except draw.Refusal as refused:
        return await _listed(request, dict(posted), {}, str(refused))
    return go(f"/draws/{row['id']}")


async def _year(wanted: int) -> int:
    """The edition of that year, else the newest."""
    years = [int(edition.year) for edition in await catalogue.editions()]
    return wanted if wanted in years else years[0]


def _read(posted: form.Form) -> tuple[dict[str, Any], dict[str, str]]:
    values, wrong = {}, {}
    for name, about in FIELDS.items():
        options = about.options if isinstance(about.options, tuple) else ()
        reading = KINDS[about.kind].read(about, posted.text(name), options)
        values[name] = reading.value
        if reading.complaint or reading.value in (None, ""):
            wrong[name] = reading.complaint or f"请填写{about.label}。"
    return values, wrong


async def _last_members(committee: str) -> dict[int, str]:
    last = await Sitting.select().where((Sitting.committee == committee) & (Sitting.state == "closed")).order_by(
        Sitting.id, ascending=False
    ).first()  # fmt: skip
    rows = await Member.select(Member.expert).where(Member.sitting == last["id"]) if last else []
    return {row["expert"]: "参加过上一次会议，轮换" for row in rows}


async def _in_hand(request: Request, number: int) -> Row:
    try:
        row = await draw.load(number)
    except draw.Refusal as unknown:
        raise NotFoundException from unknown
    if row["committee"][:30] not in await permitted.committees_of(request.state["person"]):
        raise NotFoundException
    return row


@get("/draws/{number:int}", opt={"act": "sittings"})
async def page(request: Request, number: FromPath[int]) -> Response[Any]:
    """One draw: what was published, the seed, the result."""
    return await _page(request, await _in_hand(request, number), {}, "")


async def _page(request: Request, row: Row, typed: dict[str, str], wrong: str) -> Response[Any]:
    record = orjson.loads(row["record"])
    codes = (row["result"] or {}).get("members", [])
    names = {
        draw.code_of(each["id"]): each
        for each in await Expert.select(Expert.id, Expert.name, Expert.unit.name.as_alias("unit_name")).where(
            Expert.id.is_in(draw.experts_of(codes) or [0])
        )
    }
    by = await Account.select(Account.name).where(Account.id == row["by"]).first()
    planned = await Sitting.select().where((Sitting.draw == row["id"]) & (Sitting.state != "void")).first()
    context = {
        "row": row, "record": record, "names": names, "by": by["name"] if by else "", "planned": planned, "wrong": wrong,
        "seed": Box(SEED, "seed", "seed", typed.get("seed", "")),
        "boxes": [
            Box(NAME, "name", "name", typed.get("name", f"{record['year']}年度{record['name']}会议")),
            Box(PLACE, "place", "place", typed.get("place", "")),
        ],
    }  # fmt: skip
    return show(request, "committee/draw.html", context, status=422 if wrong else 200)


@get("/draws/{number:int}/draw.json", opt={"act": "sittings"})
async def record(request: Request, number: FromPath[int]) -> Response[bytes]:
    """What docs/verify_draw.py reads: no names, only codes."""
    row = await _in_hand(request, number)
    headers = {
        "content-disposition": f'attachment; filename="draw-{number}.json"',
        "cache-control": "no-store",
    }
    return Response(orjson.dumps(draw.published(row)), media_type="application/json", headers=headers)


@post("/draws/{number:int}/seed", opt={"act": "sittings"}, status_code=200)
async def seed(request: Request, number: FromPath[int]) -> Response[Any]:
    """Fix the seed and draw."""
    posted = await form.read(request)
    row = await _in_hand(request, number)
    try:
        await draw.draw(number, posted.text("seed"))
    except draw.Refusal as refused:
        return await _page(request, row, dict(posted), str(refused))
    return go(f"/draws/{number}")


@post("/draws/{number:int}/plan", opt={"act": "sittings"}, status_code=200)
async def plan(request: Request, number: FromPath[int]) -> Response[Any]:
    """A sitting of those who were drawn, with every accepted declaration of the committee before it."""
    posted = await form.read(request)
    row = await _in_hand(request, number)
    on = KINDS["day"].read(ON, orjson.loads(row["record"])["day"], ()).value
    known = await Sitting.select().where((Sitting.draw == number) & (Sitting.state != "void")).first()
    if known:
        return go(f"/sittings/{known['id']}")
    try:
        sitting = await sittings.plan_drawn(
            number, name=posted.text("name"), place=posted.text("place"), on=on or clock.today()
        )
    except (draw.Refusal, sittings.Refusal) as refused:
        return await _page(request, row, dict(posted), str(refused))
    await _gathered(request, sitting)
    return go(f"/sittings/{sitting['id']}")


async def _gathered(request: Request, sitting: Row) -> None:
    """Bring before the sitting whatever is accepted and paid."""
    ready = [each["id"] for each in await gathering.candidates(sitting)]
    try:
        await sittings.add_items(sitting["id"], ready, by=request.state["person"].id)
    except sittings.Refusal as refused:
        raise Refused(str(refused)) from refused


HANDLERS = [listed, publish, page, record, seed, plan]
