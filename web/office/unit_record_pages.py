"""下级单位：一个单位: its accounts, what decides its way, its superior, its history."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import codelists
from web.box import Box
from web.columns import Field, Option
from web.office import administrators, postings, unit_records, units
from web.office.loading import office_of, over_committees, seated
from web.office.slip_page import slips
from web.shell import form
from web.shell.show import go, show

NAME = Field("text", "单位名称", limit=units.NAME_LIMIT, hint="改名以后，原名称留在记录里。")
TARGET = Field(
    "text", "划转到", limit=units.NAME_LIMIT,
    hint="接管部门的全称或代码。划转立即生效，以后提交的申报经新的部门审核；已提交的按原来的路径办完。",
)  # fmt: skip
ABOUT = {
    "region": Field("text", "行政区划", required=True, limit=6, hint="6 位代码，如 410300。"),
    "nature": Field("choice", "单位性质", options=codelists.options("unit_nature")),
    "level": Field("choice", "单位层级", options=codelists.options("unit_level")),
    "posts": Field("choice", "岗位管理", required=True, options=tuple(Option(each, each) for each in units.ANSWERS)),
}  # fmt: skip


async def _one(request: Request) -> dict[str, Any]:
    seated(request)
    row = await unit_records.one(
        office_of(request), request.path_params["organisation"], committees=over_committees(request)
    )
    if row is None:
        raise NotFoundException
    return row


def _page(
    request: Request, row: dict[str, Any], typed: dict[str, str], wrong: dict[str, str], status: int
) -> Response[Any]:
    stands = {
        "name": row["name"], "target": "", "region": row["region"], "nature": row["nature"], "level": row["level"],
        "posts": units.ANSWERS[0] if row["post_managed"] else units.ANSWERS[1],
    }  # fmt: skip
    fields = {"name": NAME, **ABOUT, "target": TARGET}
    boxes = {
        name: Box(
            field, name, name, typed.get(name, stands[name]), wrong.get(name, ""),
            field.options if isinstance(field.options, tuple) else (),
        )
        for name, field in fields.items()
    }  # fmt: skip
    context = {
        "row": row, "boxes": boxes, "about": [*ABOUT], "wrong": wrong, "labels": unit_records.CHANGES,
        "committee": row["kind"] == unit_records.COMMITTEES, "sentence": wrong.get("", ""),
    }  # fmt: skip
    return show(request, "office/organisation.html", context, status=status)


@get("/organisations/{organisation:int}", opt={"act": "organisations"})
async def organisation_page(request: Request, organisation: FromPath[int]) -> Response[Any]:
    """One organisation: its accounts, its former names, what can be done."""
    return _page(request, await _one(request), {}, {}, 200)


@post("/organisations/{organisation:int}", opt={"act": "organisations"}, status_code=200)
async def change(request: Request, organisation: FromPath[int]) -> Response[Any]:
    """Rename, change, hand over, close or reopen."""
    row, posted, by = await _one(request), await form.read(request), request.state["person"].id
    act, typed = posted.text("act"), {name: posted.text(name).strip() for name in ("name", "target", *ABOUT)}
    if act not in ("renamed", "changed", "moved", "closed", "reopened"):
        raise NotFoundException
    if row["kind"] == unit_records.COMMITTEES and act != "renamed":
        raise NotFoundException
    wrong: dict[str, str] = {}
    match act:
        case "renamed":
            wrong = {"name": await unit_records.rename(row, typed["name"], by)}
        case "changed":
            wrong = await unit_records.change(row, **{name: typed[name] for name in ABOUT}, by=by)
        case "moved":
            wrong = {"target": await unit_records.hand_over(row, typed["target"], by)}
        case "closed":
            wrong = {"": await unit_records.close(row, by)}
        case "reopened":
            await unit_records.reopen(row, by)
    wrong = {name: sentence for name, sentence in wrong.items() if sentence}
    if wrong:
        shown = {name: text for name, text in typed.items() if name in posted}
        return _page(request, row, shown, wrong, 422)
    return go("/organisations?said=moved" if act == "moved" else f"/organisations/{organisation}")


def _administrator(
    request: Request, row: dict[str, Any], typed: dict[str, str], wrong: dict[str, str], status: int
) -> Response[Any]:
    boxes = [
        Box(
            Field("text", label, required=name != "mobile", limit=40),
            name,
            name,
            typed.get(name, ""),
            wrong.get(name, ""),
        )
        for name, label in administrators.FIELDS.items()
    ]
    return show(request, "office/administrator.html", {"row": row, "boxes": boxes}, status=status)


@get("/organisations/{organisation:int}/administrator", opt={"act": "organisations"})
async def administrator_page(request: Request, organisation: FromPath[int]) -> Response[Any]:
    """Who is to act for the organisation, instead of those who do or besides them."""
    return _administrator(request, await _one(request), {}, {}, 200)


@post("/organisations/{organisation:int}/administrator", opt={"act": "organisations"}, status_code=200)
async def open_for(request: Request, organisation: FromPath[int]) -> Response[Any]:
    """Open the account, ending the others' roles where the button says so; the answer is the new one's slip."""
    row = await _one(request)
    posted = await form.read(request)
    typed = {name: posted.text(name).strip() for name in administrators.FIELDS}
    if wrong := administrators.wrong(typed):
        return _administrator(request, row, typed, wrong, 422)
    slip = await administrators.open_for(
        row, typed, request.state["person"].id, instead="besides" not in posted
    )
    return slips(request, [slip], f"/organisations/{organisation}")


@post(
    "/organisations/{organisation:int}/administrators/{account:int}",
    opt={"act": "organisations"},
    status_code=200,
)
async def reissue(request: Request, organisation: FromPath[int], account: FromPath[int]) -> Response[Any]:
    """A new first password for somebody who acts for it; the answer is the slip. Or, with `end`, the end of the role."""
    row = await _one(request)
    posted = await form.read(request)
    if account not in {each["id"] for each in row["administrators"]}:
        raise NotFoundException
    if "end" in posted:
        await administrators.end(row, account, request.state["person"].id)
        return go(f"/organisations/{organisation}")
    slip = await postings.reissue(account, organisation, request.state["person"].id)
    return slips(request, [slip], f"/organisations/{organisation}")


HANDLERS = [organisation_page, change, reissue, administrator_page, open_for]
