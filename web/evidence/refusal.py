"""Why a file is not taken, in the person's words, each with the way out."""

from web.evidence import limits

EMPTY = "这个文件是空的，请重新选择或重新拍照。"
UNKNOWN = "看不出这是什么文件。请上传照片（JPEG、PNG、WebP、HEIC、TIFF）或 PDF。"
WORD = "不能直接上传 Word、WPS 文档。请在 Word 或 WPS 里选“文件—另存为—PDF”，再上传得到的 PDF。"
SHEET = "不能直接上传表格或演示文稿。请在软件里选“文件—另存为—PDF”，再上传得到的 PDF。"
ARCHIVE = "不能上传压缩包。请先解压，再逐个上传里面的照片或 PDF。"
MIXED = "这个文件里混着另一种文件，不能接收。请重新拍照，或重新导出为 PDF 后再上传。"
PROGRAM = "这是程序或网页，不是证明材料，不能接收。请上传照片或 PDF。"
VIDEO = "这是视频或声音文件，不能接收。请上传照片或 PDF。"
DAMAGED = "文件已损坏，打不开。请重新拍照，或重新导出、重新下载后再上传。"
BOMB = "文件展开后太大，系统无法处理。请重新拍照，或打印成新的 PDF 后再上传。"
TOO_BIG = f"文件超过 {limits.UPLOAD_BYTES.amount // limits.MEGA} MB。请分成几份，或用照片代替后再上传。"
TOO_MANY_PAGES = f"文件超过 {limits.PAGES.amount} 页。请分成几份后再上传。"
TOO_MANY_PIXELS = "照片的像素太多，系统无法处理。请把手机相机的分辨率调到 1200 万像素左右重新拍照。"
TOO_SMALL = "照片太小，看不清内容。请重新拍照。"
NO_ROOM = "您的材料库已满。请先删除不再使用的文件，再上传。"
LOCKED = "这份 PDF 要密码才能打开，评委无法查看。请去掉密码后再上传。"
RESTRICTED = "这份 PDF 设了权限限制，评委可能无法查看。请打开它，打印为新的 PDF 后再上传。"
SCRIPTED = "这份 PDF 里有脚本或会自动运行的内容，不能接收。请打开它，打印为新的 PDF 后再上传。"
CARRIES_FILES = "这份 PDF 里夹带了别的文件，不能接收。请把夹带的文件取出分别上传，或打印为新的 PDF 后再上传。"
NO_PAGES = "这份 PDF 里一页也没有。请重新导出后再上传。"
TOO_COMPLEX = "这份 PDF 的结构过于复杂，系统无法处理。请打印为新的 PDF 后再上传。"
KEPT_FULL = "登录超时后系统能代为保留的文件已满。请登录后再传一次。"
TOO_LONG_TO_BLACK = f"超过 {limits.BLACKED_PAGES.amount} 页的文件不能遮盖，专家看不到它。"
VIRUS = "这个文件没有通过病毒检查，不能接收。请在安全的电脑上重新制作后再上传。"


class Refused(Exception):
    """A file that is not taken; `sentence` says why and what to do, in the person's words."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
