"""离线评阅表: one file that opens anywhere, filled in without a network, handed in later."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import clock
from web.committee import offline, reading
from web.committee.at_sitting import in_hand
from web.committee.reading import Reading
from web.shell import form
from web.shell.assets import served
from web.shell.errors import Refused
from web.shell.show import JINJA, show

MOST = 8 * 1024 * 1024
HEAD = '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'


async def _held(request: Request, sitting: int) -> list[Reading]:
    """The person's readings of the sitting; 404 for whoever is no member of it."""
    await in_hand(request, sitting)
    return await reading.given(sitting, request.state["person"].id)


@get("/readings/{sitting:int}/offline", opt={"act": "sittings"})
async def offline_page(request: Request, sitting: FromPath[int]) -> Response[Any]:
    """Where the form is fetched and handed in."""
    held = await _held(request, sitting)
    return _page(request, sitting, held, [], "")


def _page(
    request: Request, sitting: int, held: list[Reading], outcomes: list[offline.Outcome], wrong: str
) -> Response[Any]:
    kept = sum(not each.sentence for each in outcomes)
    status = f"已收下 {kept} 份材料的笔记和意见，还没有提交。" if kept else ""
    left = [each for each in outcomes if each.sentence]
    context = {
        "sitting": sitting, "readings": held, "left": left, "kept": kept, "wrong": wrong or left, "sentence": wrong,
        "status": status,
    }  # fmt: skip
    return show(request, "committee/offline.html", context, status=422 if wrong or left else 200)


@get("/readings/{sitting:int}/offline.html", opt={"act": "sittings"})
async def download(request: Request, sitting: FromPath[int]) -> Response[bytes]:
    """The form itself: style, script, dossiers and the drafts so far in one file; nothing is fetched by it."""
    held = await _held(request, sitting)
    if not held:
        raise NotFoundException
    opinions = await reading.opinions_of(held)
    open_ones = [each for each in held if not opinions[each.item["id"]]["submitted_at"]]
    if not open_ones:
        raise Refused("由您评阅的材料都已提交意见，没有要填的。")
    person = request.state["person"]
    answers = {
        "ticket": offline.ticket(
            person.id, open_ones, {each: row["version"] for each, row in opinions.items()}
        ),
        "readings": {
            str(each.item["number"]): {
                name: opinions[each.item["id"]][name] for name in ("notes", "advice", "words")
            }
            for each in open_ones
        },
    }
    context = {
        "row": open_ones[0].sitting, "name": person.name, "at": clock.now(), "advice": reading.ADVICE,
        "readings": [(each, await reading.packed(each)) for each in open_ones], "limits": {"notes": reading.NOTES, "words": reading.WORDS},
    }  # fmt: skip
    body = JINJA.get_template("committee/_offline_form.html").render(context)
    style, script = (served(name).plain.decode() for name in ("zhicheng.css", "offline.js"))
    title = f"<title>离线评阅表 - {_plain(open_ones[0].sitting['name'])}</title>\n"
    page = (
        f'{HEAD}{title}<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{style}</style>\n</head>\n'
        f'<body class="alone">\n{body}<script type="application/json" id="answers">{offline.embedded(answers)}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )
    headers = {
        "content-disposition": f'attachment; filename="offline-{sitting}.html"',
        "cache-control": "no-store", "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none';sandbox",
    }  # fmt: skip
    return Response(page.encode(), media_type="text/html", headers=headers)


def _plain(text: str) -> str:
    return text.replace("&", "＆").replace("<", "＜").replace(">", "＞")


@post("/readings/{sitting:int}/offline", opt={"act": "sittings"}, status_code=200, request_max_body_size=MOST)
async def hand_in(request: Request, sitting: FromPath[int]) -> Response[Any]:
    """Take a filled form: each dossier's notes and opinion are kept as drafts, or given back with the reason."""
    posted = await form.read(request)
    held = await _held(request, sitting)
    files = [file for name, file in posted.files if name == "file"]
    try:
        if not files:
            raise offline.Refused("请选择填好的离线评阅表。")
        outcomes = await offline.take(await files[0].read(), sitting, request.state["person"].id)
        if not outcomes:
            raise offline.Refused("这份离线评阅表还没有填写任何内容。")
    except offline.Refused as refused:
        return _page(request, sitting, held, [], str(refused))
    return _page(request, sitting, held, outcomes, "")


HANDLERS = [offline_page, download, hand_in]
