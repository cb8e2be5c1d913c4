"""What a person sent and no row uses yet, so that nobody submits in the belief that it is there."""

from dataclasses import dataclass

from web import clock
from web.evidence.tables import File, Upload

HALF = "没有传完，没有用在申报中。请到要用它的地方再选同一个文件，会接着传。"
WAITS = "已经传完，正在等候处理。请打开要用它的地方看结果。"
LATE = "登录超时后收到，没有用在申报中。请打开要用它的地方，点“放入这里”。"
UNSEEN = "压缩后的页面您还没有看过，没有用在申报中。请到要用它的上传页面打开它，看清楚再使用；不用就删除。"


@dataclass(frozen=True)
class Loose:
    """`name` of the file, `href` where to go on with it, `sentence` what is the matter."""

    name: str
    href: str
    sentence: str


async def loose(owner: int) -> list[Loose]:
    """Uploads that broke off or wait for their turn, and compressed files that nobody has looked at, oldest first."""
    sent = await Upload.select(Upload.name, Upload.target, Upload.offset, Upload.length, Upload.kept).where(
        (Upload.owner == owner) & Upload.file.is_null() & (Upload.complaint == "") & (Upload.expires > clock.now())
    ).order_by(Upload.id)  # fmt: skip
    kept = await File.select(File.name, File.rendered).where(
        (File.owner == owner) & File.removed_at.is_null() & (File.purpose == "document")
        & File.agreed_at.is_null() & (File.part == 1)
    ).order_by(File.id)  # fmt: skip
    return [
        *(
            Loose(
                row["name"],
                row["target"],
                LATE if row["kept"] else HALF if row["offset"] < row["length"] else WAITS,
            )
            for row in sent
        ),
        *(Loose(row["name"], "/files", UNSEEN) for row in kept if row["rendered"]),
    ]
