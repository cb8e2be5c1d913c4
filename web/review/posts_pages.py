"""评审职数: approved by the hrss office for the units below it, read by the units."""

from typing import Any

from litestar import Request, Response, get, post

from web import clock
from web.box import Box
from web.catalogue import rules as catalogue
from web.columns import Field, Option
from web.kinds import too_long
from web.people.sessions import Person
from web.people.tables import Organisation
from web.people.tree import below
from web.review import unit
from web.shell import form
from web.shell.errors import Refused
from web.shell.show import go, show

UNIT = Field("choice", "单位", required=True)
SERIES = Field("choice", "系列", required=True)
LEVEL = Field("choice", "级别", required=True)
POSTS = Field("number", "核定评审职数", unit="个", required=True, least=0, most=9999)
DOCUMENT = Field("text", "核定文号", required=True, limit=60, hint="如 牟人社〔2026〕8号")
SENTENCES = {
    "unit": "请选择单位。", "series": "请选择系列。", "level": "请选择级别。", "posts": "请填写核定的个数，没有的填 0。",
    "document": "请填写核定文号。",
}  # fmt: skip


async def _units(person: Person) -> list[dict[str, Any]]:
    """The units for which the person approves posts, and those whose posts she may read."""
    numbers = [*await below(person.places("hrss")), *person.places("unit", "department")]
    found = (
        await Organisation.select().where(Organisation.id.is_in(numbers or [0])).order_by(Organisation.name)
    )
    return [each for each in found if each["kind"] == "unit"]


async def _page(request: Request, typed: dict[str, str], wrong: dict[str, str], status: int) -> Response[Any]:
    person = request.state["person"]
    if not person.places("hrss", "unit", "department"):
        raise Refused("您没有查看评审职数的职责。")
    units = await _units(person)
    year = clock.today().year
    approves = bool(person.places("hrss"))
    rows = await unit.quotas([each["id"] for each in units])
    for row in rows:
        row["series_name"] = await catalogue.name_of(row["year"], "short", row["series"])
        row["level_name"] = await catalogue.name_of(row["year"], "level", row["level"])
    context = {
        "rows": rows, "approves": approves, "year": year, "wrong": bool(wrong),
        "boxes": await _boxes(units, year, typed, wrong) if approves else [],
    }  # fmt: skip
    return show(request, "review/posts.html", context, status=status)


async def _boxes(
    units: list[dict[str, Any]], year: int, typed: dict[str, str], wrong: dict[str, str]
) -> list[Box]:
    series = await catalogue.series_of(year)
    levels = {each.code: each.name for one in series for each in await catalogue.levels_of(year, one.code)}
    options = {
        "unit": tuple(Option(str(each["id"]), each["name"]) for each in units),
        "series": tuple(each.option for each in series),
        "level": tuple(Option(code, name) for code, name in levels.items()),
    }
    fields = {"unit": UNIT, "series": SERIES, "level": LEVEL, "posts": POSTS, "document": DOCUMENT}
    return [
        Box(field, name, name, typed.get(name, ""), wrong.get(name, ""), options=options.get(name, ()))
        for name, field in fields.items()
    ]


@get("/posts", opt={"act": "office"})
async def posts_page(request: Request) -> Response[Any]:
    """The approved posts."""
    return await _page(request, {}, {}, 200)


@post("/posts", opt={"act": "office"}, status_code=200)
async def approve(request: Request) -> Response[Any]:
    """Write how many posts a unit has for a series and level this year."""
    posted = await form.read(request)
    person, year = request.state["person"], clock.today().year
    if not person.places("hrss"):
        raise Refused("只有人社部门可以核定评审职数。")
    units = {str(each["id"]) for each in await _units(person)}
    levels = (
        {each.code for each in await catalogue.levels_of(year, posted.text("series"))}
        if posted.text("series")
        else set()
    )
    right = {
        "unit": posted.text("unit") in units,
        "series": posted.text("series") in {each.code for each in await catalogue.series_of(year)},
        "level": posted.text("level") in levels,
        "posts": posted.text("posts").isdecimal() and len(posted.text("posts")) < 5,
        "document": bool(posted.text("document").strip()),
    }
    wrong = {name: SENTENCES[name] for name, fine in right.items() if not fine}
    if complaint := too_long(DOCUMENT, posted.text("document")):
        wrong["document"] = complaint
    if wrong:
        return await _page(request, dict(posted), wrong, 422)
    sentence = await unit.approve_posts(
        posted.whole("unit"), year, posted.text("series"), posted.text("level"), posted.whole("posts"),
        posted.text("document").strip(), person,
    )  # fmt: skip
    if sentence:
        return await _page(request, dict(posted), {"posts": sentence}, 422)
    return go("/posts")


HANDLERS = [posts_page, approve]
