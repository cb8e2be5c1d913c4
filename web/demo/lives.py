"""From the few facts of an invented life to the records of the 基本信息库."""

import re
from typing import Any

from web.codelists import city_of
from web.demo.filling import Record

Life = dict[str, Any]
STAFF, CONTRACT = "事业编制内(在编在岗)", "企业劳动合同"
PUBLIC = ("21", "22", "23")
DATED = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}-\d{4}")
"""A day, or a school year."""


def earlier(value: Any, years: int) -> Any:
    """Every day, year and school year in `value` moved back by `years`: the same life, some years before."""
    if isinstance(value, dict):
        return {key: earlier(each, years) for key, each in value.items()}
    if isinstance(value, list):
        return [earlier(each, years) for each in value]
    if isinstance(value, int) and 1900 < value < 2100:
        return value - years
    if isinstance(value, str) and DATED.fullmatch(value):
        return re.sub(r"\b\d{4}\b", lambda year: str(int(year[0]) - years), value)
    return value


def records(life: Life, unit: dict[str, Any], turn: int) -> dict[str, list[Record]]:
    """The rows of each section of the 基本信息库; `unit`: its entry of organisations.json; `turn`: the person's place
    in the cast, which makes the telephone number."""
    held = life.get("held", [])
    return {
        "basic": [_basic(life, unit, turn)],
        "titles": [_title(each, unit["name"]) for each in held],
        "licences": [_licence(each) for each in life.get("licences", [])],
        "education": [_schooling(life, life), *(_schooling(each, life) for each in life.get("schools", []))],
        "training": life.get("training", []),
        "work": _work(life, unit["name"]),
        "continuing_education": [_hours(year) for year in life["years"][-5:]],
        "assessments": [_assessment(year, life, unit["name"]) for year in life["years"][-5:]],
        "penalties": life.get("rewards", []),
    }


def _basic(life: Life, unit: dict[str, Any], turn: int) -> Record:
    public = unit["nature"] in PUBLIC
    highest = max([life, *life.get("schools", [])], key=lambda each: each["studied"][1])
    return {
        "ethnicity": life.get("ethnicity", "汉族"), "politics": life.get("politics", "群众"),
        "birthplace": life.get("birthplace", "河南省郑州市"), "health": "健康或良好",
        "series": life["field"][0], "specialty": life["field"][1], "specialty_since": life.get("since", life["working"]),
        "working_since": life["working"], "education": highest["education"], "degree": highest["degree"],
        "school": highest["school"], "major": highest["major"], "graduated_on": highest["studied"][1],
        "school_years": _years(highest), "study_form": highest.get("form", "全日制"),
        "identity": life.get("identity", "专业技术人员"), "employment": life.get("employment", STAFF if public else CONTRACT),
        "unit_nature": unit["nature"], "post_grade": life.get("grade", "") if public else "", "region": city_of(unit["region"]),
        "address": f"河南省郑州市演示路 {turn + 10} 号", "postal_code": "450000", "mobile": f"1390000{turn:04d}",
        "email": f"yanshi{turn:02d}@example.com", "languages": life.get("languages", "英语"),
        "memberships": life.get("memberships", ""), "photo_shown": "是",
    }  # fmt: skip


def _years(schooling: Life) -> int:
    began, ended = schooling["studied"]
    return int(ended[:4]) - int(began[:4])


def _schooling(each: Life, life: Life) -> Record:
    files = {"diploma": "学历学位证书"}
    if each["degree"] != "无学位":
        files["degree_certificate"] = "学历学位证书"
    return {
        "began_on": each["studied"][0], "ended_on": each["studied"][1], "school": each["school"], "major": each["major"],
        "education": each["education"], "degree": each["degree"], "full_time": "否" if each.get("form") else "是",
        "study_form": each.get("form", "全日制"), "witness": life.get("classmate", "刘演示"), "files": files,
    }  # fmt: skip


def _title(held: list[str], unit: str) -> Record:
    series, specialty, title, obtained_on, obtained_by, appointed_on = held
    return {
        "series": series, "specialty": specialty, "title": title, "obtained_on": obtained_on, "obtained_by": obtained_by,
        "certificate_number": f"演示{obtained_on.replace('-', '')}", "appointed_on": appointed_on,
        "appointed_by": unit if appointed_on else "", "files": {"certificate": "职称证书"},
    }  # fmt: skip


def _licence(each: list[str]) -> Record:
    name, specialty, number, authority, obtained_on = each
    return {
        "name": name, "specialty": specialty, "certificate_number": number, "authority": authority,
        "obtained_on": obtained_on, "files": {"scan": "资格证书"},
    }  # fmt: skip


def _work(life: Life, unit: str) -> list[Record]:
    spells = life.get("work") or [[life["working"], "", "", life.get("duty", ""), ""]]
    return [
        {
            "began_on": began, "ended_on": ended, "unit": where or unit, "specialty": life["field"][1],
            "administrative_post": duty, "title": title, "witness": life.get("colleague", "马演示"),
        }
        for began, ended, where, duty, title in spells
    ]  # fmt: skip


def _hours(year: int) -> Record:
    return {
        "year": year, "public_hours": 30, "professional_hours": 60, "certificate_number": f"演示继教{year}",
    }  # fmt: skip


def _assessment(year: int, life: Life, unit: str) -> Record:
    return {"year": year, "grade": "优秀" if year in life.get("excellent", []) else "合格", "unit": unit}
