"""The fonts: every character that names and papers need, and what happens without them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from web.documents import fonts

pytestmark = pytest.mark.skipif(bool(fonts.complaints()), reason="no Chinese fonts on this machine")

BEYOND_GBK = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫"
    "䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮鿍鿎鿏𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸"
    "𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪"
    "𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊"
    "𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋"
    "𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
)
"""What the 8,105 characters of 通用规范汉字表 (国发〔2013〕23号) have that GBK has not."""


def decoded(encoding: str) -> set[str]:
    """Every character that two bytes of `encoding` can write."""
    found = set[str]()
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                text = bytes([high, low]).decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                found.add(text)
    return found


def beyond_fonts(characters: set[str]) -> set[str]:
    return {c for c in characters if not fonts.covered()[ord(c)]}


def test_gb_2312_is_covered() -> None:
    wanted = decoded("gb2312")
    assert len(wanted) == 7445
    assert beyond_fonts(wanted) == set()


def test_gbk_is_covered() -> None:
    assert beyond_fonts(decoded("gbk")) <= {"≒"}


def test_the_national_table_is_covered() -> None:
    assert len(set(BEYOND_GBK)) == 276
    assert beyond_fonts(set(BEYOND_GBK)) == set()


@pytest.mark.parametrize("character", "䶮𬱖㛃")
def test_the_rare_characters_of_names_are_covered(character: str) -> None:
    assert fonts.showable(f"王{character}") == f"王{character}"


def test_what_no_font_has_becomes_its_number() -> None:
    assert fonts.showable("甲\U0001f600乙") == "甲〔U+1F600〕乙"
    assert fonts.showable("甲\u200b\U000e0100乙") == "甲乙"


def start(tmp_path: Path, **changed: str) -> str:
    """What the service says about its documents at start, in a process of its own."""
    code = (
        "from web.documents import fonts, rules, typesetting\n"
        + changed.pop("before", "")
        + ("\nprint('\\n'.join(rules.check_at_start()))")
    )
    environment = (
        os.environ
        | {"ZHICHENG_DATA": str(tmp_path), "ZHICHENG_DEMO": "1", "PYTHONIOENCODING": "utf-8"}
        | changed
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    ).stdout.strip()


def test_all_is_well_at_start(tmp_path: Path) -> None:
    assert start(tmp_path) == ""


def test_a_missing_font_is_said_at_start_and_on_asking(tmp_path: Path) -> None:
    without = (
        "from pathlib import Path\nfonts.SYSTEM_FOLDER = Path('/nowhere'); fonts.PACKAGE = 'no_such_package'"
    )
    assert start(tmp_path, before=without, ZHICHENG_FONTS="").split("\n") == [
        fonts.MISSING.format(style="宋体", where=""),
        fonts.MISSING.format(style="黑体", where=""),
    ]
    asked = without + (
        "\nfrom datetime import datetime, UTC"
        "\ntry: typesetting.set_now('roster', {}, typesetting.Stamp(made_at=datetime.now(UTC)))"
        "\nexcept typesetting.CannotTypeset as error: print(error); raise SystemExit"
    )
    assert start(tmp_path, before=asked, ZHICHENG_FONTS="").startswith(
        "缺少中文宋体字体，打印文件暂时不能生成；"
    )


def test_a_broken_template_is_named_at_start(tmp_path: Path) -> None:
    from web.documents import typesetting

    folder = tmp_path / "templates"
    folder.mkdir()
    for path in typesetting.TEMPLATES.glob("*.typ"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "roster.typ").write_text("#let broken = (")
    (folder / "certificate.typ").unlink()
    said = start(
        tmp_path / "data", before=f"from pathlib import Path\ntypesetting.TEMPLATES = Path({str(folder)!r})"
    ).split("\n")
    assert said == [
        "模板 roster.typ 有错误，文件没有生成：unclosed delimiter",
        "缺少模板 templates/documents/certificate.typ，文件没有生成。",
    ]
