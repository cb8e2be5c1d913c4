"""A committee in its hall: members, declarations before it, a ballot that is open."""

from dataclasses import dataclass, field
from datetime import date

from web import clock
from web.committee import ballot
from web.committee.expert_tables import Expert
from web.committee.tables import Item, Member, Sitting
from web.declaration.tables import Declaration
from web.people.tables import Account, Organisation

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
COMMITTEE = "410000-gongcheng-high-jianshe"
DAY = date(2026, 11, 23)


@dataclass
class Hall:
    """`members`, `items`: their numbers in order; `codes`: of the key holders."""

    sitting: int
    members: list[int]
    items: list[int]
    codes: list[str] = field(default_factory=list)
    experts: list[int] = field(default_factory=list)


async def organisation(code: str, name: str, kind: str = "unit") -> int:
    unit = Organisation(code=code, name=name, kind=kind, region="410100")
    await unit.save()
    return int(unit.id)


async def account(name: str, login: str, unit: int) -> int:
    someone = Account(login=login, name=name, organisation=unit)
    await someone.save()
    return int(someone.id)


async def expert(
    name: str, unit: int, *, series: str = "gongcheng", rank: int = 5, specialties: tuple[str, ...] = ()
) -> int:
    person = await account(name, f"expert-{name}-{unit}", unit)
    row = Expert(
        person=person, slot=person, name=name, unit=unit, series=series, level="zheng_gao", rank=rank,
        specialties=list(specialties), since=date(2026, 1, 1), until=date(2028, 12, 31),
    )  # fmt: skip
    await row.save()
    return int(row.id)


async def gather(
    members: int, items: int, *, recusal_counted: bool = True, present: int | None = None
) -> Hall:
    """A planned sitting of `members`, of whom `present` have come (default all), about `items` declarations."""
    sitting = Sitting(
        committee=COMMITTEE, year=2026, name="2026年度建设工程高级评审会议", on=DAY,
        recusal_counted=recusal_counted,
    )  # fmt: skip
    await sitting.save()
    hall = Hall(sitting.id, [], [])
    for at in range(members):
        unit = await organisation(f"hall-{sitting.id}-{at}", f"第{at}设计院")
        number = await expert(f"{SURNAMES[at % len(SURNAMES)]}委员{at}", unit)
        here = at < (members if present is None else present)
        duty = "chair" if at == 0 else "member"
        key = f"{sitting.id}-{number}"
        member = Member(key=key, sitting=sitting.id, expert=number, position=at, present=here, duty=duty)
        await member.save()
        hall.members.append(member.id)
        hall.experts.append(number)
    unit = await organisation(f"applicants-{sitting.id}", "中州建工集团有限公司")
    for at in range(items):
        person = await account(f"申报人{at}", f"applicant-{sitting.id}-{at}", unit)
        declaration = Declaration(
            person=person, unit=unit, year=2026, unit_name="中州建工集团有限公司", series="gongcheng", level="fu_gao",
            committee=COMMITTEE, slot=f"{person}-2026", created_at=clock.now(),
        )  # fmt: skip
        await declaration.save()
        item = Item(
            key=f"{sitting.id}-{declaration.id}",
            sitting=sitting.id,
            declaration=declaration.id,
            number=at + 1,
        )
        await item.save()
        hall.items.append(item.id)
    return hall


async def open_ballot(
    members: int, items: int, *, recusal_counted: bool = True, present: int | None = None
) -> Hall:
    """The same with the keys taken and the ballot open."""
    hall = await gather(members, items, recusal_counted=recusal_counted, present=present)
    hall.codes = [await ballot.take_key(hall.sitting, member) for member in hall.members[:3]]
    await ballot.start(hall.sitting)
    return hall
