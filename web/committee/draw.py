"""Drawing the members from the pool: pool and rules hashed and published first, the seed fixed afterwards.

docs/verify_draw.py runs a draw again from its published record, with nothing of this program.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from web import clock
from web.catalogue import rules as catalogue
from web.catalogue.entries import CommitteeEntry
from web.committee import pool
from web.committee.expert_tables import Expert
from web.committee.tables import Draw
from web.committee.terms import rule
from web.database import transaction
from web.rows import Row

METHOD = "zhicheng-draw-1"
"""key = SHA-256(seed + newline + record hash + newline + candidate's code), hex; ascending; take while the limits allow."""


class Refusal(Exception):
    """The draw cannot be made; the message is the sentence for whoever tried."""


def canonical(record: Mapping[str, Any]) -> bytes:
    """The bytes that are hashed and published: UTF-8, sorted keys, no spaces."""
    return orjson.dumps(record, option=orjson.OPT_SORT_KEYS)


def drawn(record: Mapping[str, Any], seed: str) -> dict[str, Any]:
    """{"members": codes in order, "reserves": codes in order, "passed_over": {code: reason}} for a record and a seed."""
    sha256 = hashlib.sha256(canonical(record)).hexdigest()
    size, at_most = record["rules"]["size"], record["rules"]["per_unit"]
    order = sorted(
        record["pool"],
        key=lambda each: hashlib.sha256(f"{seed}\n{sha256}\n{each['code']}".encode()).hexdigest(),
    )
    members: list[str] = []
    reserves: list[str] = []
    passed_over: dict[str, str] = {}
    units: dict[str, int] = {}
    for each in order:
        if units.get(each["unit"], 0) >= at_most:
            passed_over[each["code"]] = f"同一单位已抽取 {at_most} 人"
        elif len(members) < size:
            members.append(each["code"])
            units[each["unit"]] = units.get(each["unit"], 0) + 1
        else:
            reserves.append(each["code"])
    return {"members": members, "reserves": reserves, "passed_over": passed_over}


def size_refusal(size: int, committee: CommitteeEntry) -> str:
    """Why a committee cannot have `size` members (人社部令第40号第九条), "" when it can."""
    about = rule("size")
    least = next(
        (each["minimum"] for each in about["adjusted"] if each["committee"] == committee.code),
        committee.minimum,
    )
    if about["odd"] and size % 2 == 0:
        return f"评审委员会组成人数应为单数（人社部令第40号{about['article']}），现在是 {size} 人。"
    if size < least:
        return f"{committee.name}组成人数不少于 {least} 人（人社部令第40号{about['article']}），现在是 {size} 人。"
    return ""


def filing_refusal(committee: CommitteeEntry, day: date) -> str:
    """Why the committee cannot sit on `day`: before its filing or after it has ended (第八条)."""
    if day < committee.filed_on:
        return f"{committee.name}从 {committee.filed_on:%Y-%m-%d} 起备案有效，{day:%Y-%m-%d} 还不能开会。"
    if day > committee.valid_until:
        return f"{committee.name}的备案（{committee.filing}）已于 {committee.valid_until:%Y-%m-%d} 到期，须重新备案后才能开会。"
    return ""


async def committee_of(year: int, code: str) -> CommitteeEntry:
    """The committee; Refusal when that year has none of that code."""
    found = await catalogue.committee(year, code)
    if found is None:
        raise Refusal("没有找到这个评审委员会。")
    return found


async def candidates(
    committee: CommitteeEntry, level_rank: int, day: date, *, kept_away: Mapping[int, str] | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """(the pool, those left out with the reason) for a committee of one series that judges up to `level_rank`.

    `kept_away`: expert id → reason, such as last year's members or known conflicts. The record is public and the experts
    are not (第二十四条): units stand in it as D01, D02, … and nothing of a person but the code.
    """
    held, excluded = [], []
    units: dict[int, str] = {}
    for row in await Expert.select().where(Expert.series == committee.series).order_by(Expert.id):
        code = code_of(row["id"])
        if reason := _left_out(row, level_rank, day, kept_away or {}):
            excluded.append({"code": code, "reason": reason})
        else:
            unit = units.setdefault(row["unit"], f"D{len(units) + 1:02d}")
            held.append({"code": code, "unit": unit})
    return held, excluded


def _left_out(row: Row, level_rank: int, day: date, kept_away: Mapping[int, str]) -> str:
    if row["state"] != "active":
        return pool.STATES[row["state"]]
    if not row["since"] <= day <= row["until"]:
        return f"任期 {row['since']:%Y-%m-%d} 至 {row['until']:%Y-%m-%d}，不含会议日期"
    if row["rank"] < level_rank:
        return "专家的等级低于评审等级"
    return kept_away.get(row["id"], "")


def code_of(expert: int) -> str:
    """How a record names an expert, without the name: "E000123"."""
    return f"E{expert:06d}"


async def publish(
    committee: CommitteeEntry, year: int, by: int, *, size: int, per_unit: int, level_rank: int, day: date, source: str,
    kept_away: Mapping[int, str] | None = None,
) -> Row:  # fmt: skip
    """Fix and publish pool and rules; `source` says where the seed will come from. Refusal with the reason."""
    for sentence in (size_refusal(size, committee), filing_refusal(committee, day)):
        if sentence:
            raise Refusal(sentence)
    if not source.strip():
        raise Refusal("请写明随机种子的来源，如某月某日某期公开开奖号码；必须在公布之后才会产生。")
    held, excluded = await candidates(committee, level_rank, day, kept_away=kept_away)
    if len(held) < size:
        raise Refusal(f"符合条件的专家只有 {len(held)} 人，不够抽取 {size} 人。")
    now = clock.now()
    record = {
        "format": METHOD, "published_at": now.isoformat(timespec="seconds"), "committee": committee.code,
        "name": committee.name, "year": year, "day": day.isoformat(),
        "rules": {"size": size, "per_unit": per_unit, "level_rank": level_rank, "seed_source": source.strip()},
        "pool": held, "excluded": excluded,
    }  # fmt: skip
    body = canonical(record)
    draw = Draw(
        committee=committee.code, year=year, record=body.decode(), sha256=hashlib.sha256(body).hexdigest(),
        source=source.strip(), published_at=now, by=by,
    )  # fmt: skip
    await draw.save()
    return await load(draw.id)


async def draw(number: int, seed: str) -> Row:
    """Draw with `seed`, once; Refusal when the seed was fixed already, or too few can be taken."""
    row = await load(number)
    seed = " ".join(seed.split())
    if not seed:
        raise Refusal("请填写随机种子。")
    record = orjson.loads(row["record"])
    result = drawn(record, seed)
    if len(result["members"]) < record["rules"]["size"]:
        raise Refusal(
            f"按同一单位人数的限制只能抽出 {len(result['members'])} 人，不够 {record['rules']['size']} 人。"
        )
    async with transaction():
        written = (
            await Draw.update({Draw.seed: seed, Draw.drawn_at: clock.now(), Draw.result: result})
            .where((Draw.id == number) & Draw.seed.is_null())
            .returning(Draw.id)
        )
    if not written:
        raise Refusal("已经抽取过，种子不能再改。")
    return await load(number)


async def load(number: int) -> Row:
    """One draw; Refusal when there is none."""
    row: Row | None = await Draw.select().where(Draw.id == number).first()
    if row is None:
        raise Refusal("没有找到这次抽取。")
    return row


def published(row: Row) -> dict[str, Any]:
    """What is published of a draw, and what docs/verify_draw.py reads: {"record", "sha256", "seed", "result"}, and who
    stepped in for whom afterwards, without the reasons."""
    result = dict(row["result"] or {})
    replaced = [{name: each[name] for name in ("out", "in", "at")} for each in result.pop("replaced", [])]
    return {
        "record": orjson.loads(row["record"]),
        "sha256": row["sha256"],
        "seed": row["seed"],
        "result": result or row["result"],
        "replaced": replaced,
    }


def experts_of(codes: Sequence[str]) -> list[int]:
    """The experts' numbers behind the codes of a record."""
    return [int(code[1:]) for code in codes]
