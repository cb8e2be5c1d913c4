"""离线评阅表: what a reader takes into a hall without a line, and what of it is taken back.

The ticket in the form says which member may hand in opinions on which dossiers from which versions; it is signed, opens
nothing by itself, and has nothing to do with the ballot: handing the form in asks for the reader's own sign-in.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson

from web import clock
from web.committee import reading
from web.committee.reading import Reading
from web.settings import settings

FORMAT = "zhicheng-offline-1"
MARK = re.compile(r'<script type="application/json" id="answers">(.*?)</script>', re.DOTALL)
STRANGE = "这不是本系统的离线评阅表，或者文件没有下载完整。请选择填好后保存下来的那个文件。"
ALTERED = "这份离线评阅表被改动过，没有收下。请重新下载一份，把意见填进去再上传。"
FOREIGN = "这份离线评阅表是发给别人的，没有收下。请用下载它的账号登录后上传。"
OTHER_SITTING = "这份离线评阅表属于另一次会议，没有收下。"
GONE = "这份材料已经不由您评阅，没有收下。"
STALE = "下载以后，您又在网上改过这份材料的笔记或意见，没有覆盖。请对照后在网上修改。"


class Refused(Exception):
    """The whole form is refused; the message is the sentence for whoever sent it."""


class Outcome(NamedTuple):
    """What became of one dossier's answers: "" as `sentence` when kept; `notes` and `words` given back otherwise."""

    number: int
    sentence: str
    notes: str
    words: str


def _mac(body: str) -> str:
    return hmac.new(settings.secret, f"offline reading\n{body}".encode(), hashlib.sha256).hexdigest()


def ticket(person: int, readings: Iterable[Reading], versions: dict[int, int]) -> str:
    """The signed ticket of a form. `versions`: item → version of the opinion that the form starts from."""
    held = list(readings)
    about = {
        "format": FORMAT, "sitting": held[0].sitting["id"], "person": person, "at": clock.now().isoformat(),
        "items": [[each.item["number"], versions[each.item["id"]]] for each in held],
    }  # fmt: skip
    body = base64.urlsafe_b64encode(orjson.dumps(about)).decode()
    return f"{body}.{_mac(body)}"


def _ticket_of(text: Any) -> dict[str, Any]:
    body, _, mac = str(text).partition(".")
    if not hmac.compare_digest(_mac(body).encode(), mac.encode("utf-8", "replace")):
        raise Refused(ALTERED)
    found: dict[str, Any] = orjson.loads(base64.urlsafe_b64decode(body))
    return found


def embedded(answers: dict[str, Any]) -> str:
    """The answers as they stand in the form: JSON in which nothing can end the element."""
    text = orjson.dumps(answers).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def answers_of(file: bytes) -> dict[str, Any]:
    """The answers in an uploaded form: {"ticket", "readings": {number: {"notes", "advice", "words"}}}. Refused when
    there are none, or their ticket is not ours."""
    found = MARK.search(file.decode("utf-8", "replace"))
    try:
        answers = orjson.loads(found[1]) if found else None
    except orjson.JSONDecodeError:
        answers = None
    if not isinstance(answers, dict) or not isinstance(answers.get("readings"), dict):
        raise Refused(STRANGE)
    try:
        answers["ticket"] = _ticket_of(answers.get("ticket", ""))
    except (binascii.Error, orjson.JSONDecodeError, UnicodeError) as error:
        raise Refused(ALTERED) from error
    return answers


async def take(file: bytes, sitting: int, person: int) -> list[Outcome]:
    """Keep the answers of an uploaded form as drafts, each dossier for itself. Refused: not ours, altered, another's."""
    answers = answers_of(file)
    about = answers["ticket"]
    if about["person"] != person:
        raise Refused(FOREIGN)
    if about["sitting"] != sitting:
        raise Refused(OTHER_SITTING)
    held = {each.item["number"]: each for each in await reading.given(sitting, person)}
    outcomes = []
    for number, version in about["items"]:
        typed = _texts(answers["readings"].get(str(number)))
        if any(typed.values()):
            sentence = await _kept(held.get(number), version, typed)
            outcomes.append(Outcome(number, sentence, typed.get("notes", ""), typed.get("words", "")))
    return outcomes


def _texts(given: Any) -> dict[str, str]:
    held = given if isinstance(given, dict) else {}
    names = [name for name in ("notes", "advice", "words") if isinstance(held.get(name), str)]
    return {name: held[name].replace("\0", "\ufffd") for name in names}


async def _kept(about: Reading | None, version: int, typed: dict[str, str]) -> str:
    if about is None:
        return GONE
    try:
        await reading.keep(about, version, typed)
    except reading.Conflict:
        return STALE
    except reading.Refusal as refused:
        return str(refused)
    return ""
