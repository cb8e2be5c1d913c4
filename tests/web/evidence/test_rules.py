"""Files in the library, on rows, in snapshots, and the sweep."""

from datetime import timedelta

import pytest

from tests import corpus
from tests.support import run
from web import clock
from web.evidence import images, keeping, places, rules
from web.evidence.intake import TYPES, Refused
from web.evidence.store import Store
from web.evidence.tables import File
from web.people.tables import Account, Organisation

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def li(database: str) -> int:
    """李晓雨, with an account."""

    async def made() -> int:
        unit = Organisation(code="U1", name="淮阳县第一中学", kind="unit", region="411626")
        await unit.save()
        account = Account(login="411626199001010021", name="李晓雨", organisation=unit.id)
        await account.save()
        return int(account.id)

    return run(made())


def photo(seed: int = 1) -> bytes:
    return corpus.jpeg(corpus.small_photograph(seed))


def test_a_photograph_is_kept_compliant_beside_its_original(li: int, store: Store) -> None:
    sent = photo()
    (file,) = run(rules.take(li, "C:\\我的照片\\获奖证书.HEIC", sent))
    assert file.name == "获奖证书.jpg"
    assert store.get(file.original) == sent
    assert file.size == len(store.get(file.sha256)) <= 100_000
    assert (file.kind, file.pages, file.part, file.parts) == ("jpeg", 1, 1, 1)
    assert [each.id for each in run(rules.library(li))] == [file.id]
    assert run(rules.check()) == []


def test_photographs_are_joined_in_the_order_asked(li: int, store: Store) -> None:
    first = run(rules.take(li, "一.jpg", photo(1)))[0]
    second = run(rules.take(li, "二.jpg", photo(2)))[0]
    (one,) = run(rules.join(li, [second.id, first.id], "业绩材料"))
    (other,) = run(rules.join(li, [first.id, second.id], "业绩材料"))
    assert one.name == "业绩材料.pdf"
    assert (one.kind, one.pages) == ("pdf", 2)
    assert one.sha256 != other.sha256
    assert [run(rules.join(li, [second.id, first.id], "x"))[0].sha256] == [one.sha256]
    assert corpus.embedded_jpegs(store.get(one.sha256)) == [store.get(second.sha256), store.get(first.sha256)]


def test_files_hang_on_a_row_in_order_and_come_back(li: int) -> None:
    ids = [run(rules.take(li, f"{n}.jpg", photo(n)))[0].id for n in (1, 2, 3)]
    hung = [run(rules.attach(li, file, "awards", 5, "scan")) for file in ids]
    assert run(rules.attach(li, ids[0], "awards", 5, "scan")) == hung[0]
    run(rules.move(hung[2], -1))
    assert [each.name for each in run(rules.files_of("awards", 5))["scan"]] == ["1.jpg", "3.jpg", "2.jpg"]
    run(rules.move(hung[0], -1))
    run(rules.detach(hung[2]))
    assert run(rules.counts("awards", [5, 6])) == {(5, "scan"): 2}
    run(rules.restore(hung[2]))
    assert [each.name for each in run(rules.files_of("awards", 5))["scan"]] == ["1.jpg", "3.jpg", "2.jpg"]
    hanging = run(rules.files_of_rows("awards", [5, 6]))
    assert hanging == {5: run(rules.files_of("awards", 5))}
    assert [each["kind"] for each in rules.frozen(hanging[5]["scan"])] == [TYPES["jpeg"]] * 3


def test_nobody_uses_a_strangers_file(li: int) -> None:
    file = run(rules.take(li, "1.jpg", photo()))[0]
    with pytest.raises(Refused) as refused:
        run(rules.attach(li + 1, file.id, "awards", 5, "scan"))
    assert refused.value.sentence == "没有找到这个文件。"


def test_a_rendered_pdf_waits_until_the_person_has_looked(li: int) -> None:
    (file,) = run(rules.take(li, "扫描.pdf", corpus.scanned_pdf(2)))
    assert file.rendered == [1, 2]
    with pytest.raises(Refused) as refused:
        run(rules.attach(li, file.id, "awards", 5, "scan"))
    assert refused.value.sentence == "请先看一看压缩后的页面是否清楚，再使用这个文件。"
    run(rules.agree(li, file.id))
    assert run(rules.attach(li, file.id, "awards", 5, "scan"))


def test_the_id_photo_is_the_newest(li: int) -> None:
    assert run(rules.photo_of(li)) is None
    file, *_ = run(rules.portrait(li, "我.jpg", photo()))
    assert run(rules.photo_of(li)) == file.sha256
    assert run(rules.library(li)) == []


def test_the_sweep_takes_what_nobody_names_and_never_what_a_snapshot_names(li: int, store: Store) -> None:
    kept, held, gone = (run(rules.take(li, f"{n}.jpg", photo(n)))[0] for n in (1, 2, 3))
    run(rules.hold({"sections": [{"rows": [{"values": [{"files": [{"sha256": held.sha256}]}]}]}]}, "0" * 64))
    for file in (held, gone):
        run(rules.remove(li, file.id))
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert run(rules.sweep()) == 3
    assert store.verify(kept.sha256) and store.verify(kept.original)
    assert store.verify(held.sha256)
    assert not store.exists(gone.sha256) and not store.exists(gone.original)
    assert run(File.count()) == 1
    assert run(rules.check()) == []


def test_the_sweep_empties_old_previews_and_those_of_files_that_are_gone(li: int) -> None:
    kept, gone = (run(rules.take(li, f"{n}.jpg", photo(n)))[0] for n in (1, 2))
    for file in (kept, gone):
        run(rules.image(file.sha256, "jpeg", 1, 480))
    places.store().remove_older(gone.sha256, clock.now() + timedelta(days=1))
    assert keeping.emptied_previews(clock.now() - timedelta(days=30)) == 1
    assert images.cached(places.previews(), kept.sha256, 1, 480).exists()
    assert not images.cached(places.previews(), gone.sha256, 1, 480).exists()
    assert keeping.emptied_previews(clock.now() + timedelta(days=1)) == 1
    run(places.close())


def test_a_file_in_use_is_not_removed(li: int) -> None:
    file = run(rules.take(li, "1.jpg", photo()))[0]
    run(rules.attach(li, file.id, "awards", 5, "scan"))
    with pytest.raises(Refused) as refused:
        run(rules.remove(li, file.id))
    assert refused.value.sentence == "这个文件正在使用，不能删除。请先从填报内容中移除。"


def test_the_check_finds_what_is_missing_and_what_was_changed(li: int, store: Store) -> None:
    file = run(rules.take(li, "1.jpg", photo()))[0]
    assert store.folder is not None
    path = store.local(file.sha256, store.folder)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    store.local(file.original, store.folder).unlink()
    found = {each.sha256: (each.why, each.files) for each in run(rules.check())}
    assert found == {file.sha256: ("changed", (file.id,)), file.original: ("missing", (file.id,))}


def test_a_full_library_says_so(li: int) -> None:
    file = run(rules.take(li, "1.jpg", photo()))[0]
    run(File.update({File.size: 10**9}).where(File.id == file.id))
    with pytest.raises(Refused) as refused:
        run(rules.take(li, "2.jpg", photo(2)))
    assert refused.value.sentence == "您的材料库已满。请先删除不再使用的文件，再上传。"


def test_a_page_is_drawn_once_and_small(li: int, store: Store) -> None:
    file = run(rules.take(li, "1.jpg", photo()))[0]
    data = run(rules.image(file.sha256, "jpeg", 1, 700))
    assert data[:3] == b"\xff\xd8\xff" and len(data) <= 60_000
    assert run(rules.image(file.sha256, "jpeg", 1, 720)) == data
