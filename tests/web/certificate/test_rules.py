"""Certificates: one for each confirmed declaration, a number never used twice, proven offline, revoked, corrected."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest

from tests.support import run
from tests.web.committee import hall
from tests.web.publicity.test_rules import AFTER, MONDAY, show_them
from web import clock
from web.certificate import proof, rules
from web.certificate.tables import Certificate
from web.declaration.tables import Declaration, Snapshot
from web.publicity import rules as publicity

pytestmark = pytest.mark.torn
"""Snapshots are written by hand here, without their submission."""
VERIFY = Path(__file__).parents[3] / "docs" / "verify_certificate.py"
OBTAINED = date(2026, 11, 20)


async def _freeze(declaration: int, name: str, photo: str) -> None:
    body = {
        "applicant": {"name": name, "id_number": "410199199003150122", "unit": "中州建工集团有限公司", "photo": "ab" * 32},
        "sections": [{"key": "basic", "rows": [{"values": [{"name": "photo_shown", "value": photo}]}]}],
    }  # fmt: skip
    about = {"body": orjson.dumps(body).decode(), "sha256": "0" * 64, "key": f"{declaration}-1"}
    await Snapshot(declaration=declaration, version=1, **about).save()
    await Declaration.update(
        {Declaration.title: "gongcheng.gongchengshi.fu_gao", Declaration.specialty: "gongcheng-0101"}
    ).where(Declaration.id == declaration)


@pytest.fixture
def confirmed(catalogue: str) -> list[int]:
    """Two declarations, 陈静's and 欧阳小华's, confirmed after their publicity."""
    with clock.frozen(MONDAY):
        row = run(show_them())
    with clock.frozen(AFTER):
        declarations = run(publicity.confirm(int(str(row["id"])), "豫人社职〔2026〕1号"))
        for declaration, name, photo in zip(declarations, ("陈静", "欧阳小华"), "10", strict=True):
            run(_freeze(declaration, name, photo))
        return declarations


def office() -> int:
    return run(Declaration.select(Declaration.person).first())["person"]


def issue(declaration: int) -> dict[str, object]:
    with clock.frozen(AFTER):
        return run(rules.issue(declaration, office(), obtained_on=OBTAINED))


def test_once_for_each_and_numbers_in_order(confirmed: list[int]) -> None:
    first, second = (issue(declaration) for declaration in confirmed)
    assert first["number"] != second["number"]
    assert str(first["number"]).startswith("4120262")
    assert (len(str(first["number"])), int(str(second["number"])) - int(str(first["number"]))) == (16, 1)
    assert issue(confirmed[0])["number"] == first["number"]
    assert (first["photo"], second["photo"]) == ("ab" * 32, None)


def test_not_before_confirmation(catalogue: str) -> None:
    run(hall.gather(3, 1))
    with pytest.raises(rules.Refusal, match="^评审结果还没有确认，不能发证。$"):
        issue(run(Declaration.select(Declaration.id).first())["id"])


def test_a_number_is_never_used_twice(confirmed: list[int]) -> None:
    first = issue(confirmed[0])
    run(rules.revoke(str(first["number"]), office(), "论文造假", dishonest=False))
    second = issue(confirmed[1])
    again = issue(confirmed[0])
    assert len({first["number"], second["number"], again["number"]}) == 3


def test_proven_offline_by_thirty_lines_and_one_changed_byte_refused(
    confirmed: list[int], tmp_path: Path
) -> None:
    row = issue(confirmed[0])
    key = tmp_path / "key.pem"
    key.write_bytes(proof.public_pem())
    address = rules.address(row)
    answer = subprocess.run(
        [sys.executable, VERIFY, key, address], capture_output=True, text=True, check=True
    )
    assert answer.stdout.splitlines()[:3] == [
        f"number: {row['number']}",
        "name: 陈静",
        answer.stdout.splitlines()[2],
    ]
    assert answer.stdout.endswith("genuine; whether it was revoked since can only be asked online\n")
    token = parse_qs(urlsplit(address).query)["q"][0]
    for at in range(0, len(token), 7):
        changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        assert proof.proven(changed) is None
    changed = token[:30] + ("A" if token[30] != "A" else "B") + token[31:]
    answer = subprocess.run(
        [sys.executable, VERIFY, key, changed], capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stderr) == (1, "NOT genuine: this is not what the issuer signed\n")


def test_checked_online_by_number_and_name_or_by_the_code(confirmed: list[int]) -> None:
    row = issue(confirmed[0])
    assert run(rules.checked(str(row["number"]), "陈静 "))["state"] == "valid"  # type: ignore[index]
    assert run(rules.checked(str(row["number"]), "陈敬")) is None
    with clock.frozen(AFTER):
        run(rules.revoke(str(row["number"]), office(), "论文造假", dishonest=True))
    proven, record = run(rules.checked_by_token(str(row["token"])))
    assert proven is not None
    assert record is not None
    assert (proven.name, record["state"], record["reason"]) == ("陈静", "revoked", "论文造假")
    person = int(str(row["person"]))
    assert run(rules.barred_until(person, date(2029, 11, 30))) == date(2029, 11, 30)
    assert run(rules.barred_until(person, date(2029, 12, 1))) is None
    with pytest.raises(rules.Refusal, match="^这张证书已经不是有效的了。$"):
        run(rules.revoke(str(row["number"]), office(), "再撤", dishonest=False))


def test_a_correction_gives_a_new_number_and_marks_the_old(confirmed: list[int]) -> None:
    row = issue(confirmed[0])
    with pytest.raises(rules.Refusal, match="^没有找到这张有效的证书。$"):
        run(rules.ask_correction(int(str(row["id"])), int(str(row["person"])) + 1, "名字写错了"))
    run(rules.ask_correction(int(str(row["id"])), int(str(row["person"])), "姓名应为陈婧"))
    asked = run(rules.corrections())[0]
    with clock.frozen(AFTER):
        new = run(rules.correct(asked["id"], office(), "已核对户口簿，予以更正。", {"name": "陈婧"}))
    assert new is not None
    old = run(rules.of_number(str(row["number"])))
    assert old is not None
    assert (old["state"], old["successor"], new["name"]) == ("replaced", new["number"], "陈婧")
    assert run(rules.of_declaration(confirmed[0]))["number"] == new["number"]  # type: ignore[index]
    assert run(Certificate.count()) == 2
    _once_more(int(str(new["id"])), int(str(row["person"])))


def _once_more(certificate: int, person: int) -> None:
    """The unit and the ID number too; the name that was corrected before stays; one request at a time."""
    run(rules.ask_correction(certificate, person, "单位改了名"))
    with pytest.raises(rules.Refusal, match="^这张证书的更正申请正在办理，办完以后可以再申请。$"):
        run(rules.ask_correction(certificate, person, "再说一次"))
    changes = {"name": "", "id_number": "410199199003150149", "unit": "中州建工股份有限公司"}
    with clock.frozen(AFTER):
        new = run(rules.correct(run(rules.corrections())[0]["id"], office(), "予以更正。", changes))
    assert new is not None
    facts = dict(new["facts"])
    assert (new["name"], facts["证件号码"], facts["工作单位"], facts["取得时间"]) == (
        "陈婧", "410199********0149", "中州建工股份有限公司", "2026年11月20日",
    )  # fmt: skip
    assert (new["photo"], proof.proven(new["token"]).name) == ("ab" * 32, "陈婧")  # type: ignore[union-attr]
    became = [each["became"] for held in run(rules.corrections_of(person)).values() for each in held]
    assert became == ["已更正换发", "已更正换发"]


def test_the_pdf_says_what_the_record_says(confirmed: list[int], tmp_path: Path) -> None:
    row = issue(confirmed[0])
    made = run(rules.pdf(row))
    assert made.startswith(b"%PDF")
    path = tmp_path / "certificate.pdf"
    path.write_bytes(made)
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    for words in (
        "职称证书",
        "陈静",
        str(row["number"]),
        "410199********0122",
        "2026年11月20日",
        "豫人社职〔2026〕1号",
    ):
        assert words in text


def test_the_record_ends_after_three_years() -> None:
    assert rules.record_end(date(2026, 12, 1)) == date(2029, 11, 30)
    assert rules.record_end(date(2028, 2, 29)) == date(2031, 2, 28)
