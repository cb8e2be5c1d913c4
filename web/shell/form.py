"""A posted form: read once, its token checked, its names in order."""

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import HTTPException, PermissionDeniedException

from web.shell import token

FORM_LIMIT = 512 * 1024
"""Most bytes of a form without files: 10,000 Chinese characters are 90,000 bytes urlencoded."""


class TokenMismatch(PermissionDeniedException):
    """The form's token was not issued to this person; what was typed is in `posted`."""

    def __init__(self, posted: dict[str, str]) -> None:
        super().__init__("form token")
        self.posted = posted


def whole(text: str) -> int:
    """The whole number that `text` is, 0 when it is none or has more than nine digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class Form(dict[str, str]):
    """Posted text by name (the last value wins), `files` by name."""

    def __init__(self, texts: dict[str, str], files: list[tuple[str, UploadFile]]) -> None:
        super().__init__(texts)
        self.files = files

    def text(self, name: str) -> str:
        return self.get(name, "")

    def whole(self, name: str) -> int:
        """A whole number that a column can hold, 0 when absent or not one."""
        return whole(self.get(name, ""))

    def under(self, prefix: str) -> dict[str, str]:
        """The values whose names begin with `prefix`, without it."""
        return {name[len(prefix) :]: text for name, text in self.items() if name.startswith(prefix)}


def number(text: str) -> int:
    """A whole number of the decimal digits 0 to 9, 0 for anything else ("²" is a digit to Python, and no number)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


async def read(request: Request) -> Form:
    """The posted form. TokenMismatch when it was not made for this person; 400 for a body that is no form."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise PermissionDeniedException("cross-site")
    form = await read_unchecked(request)
    request.state["posted"] = form
    if not token.valid(form.text("token"), request.state.get("person"), request.state.get("visitor", "")):
        raise TokenMismatch(dict(form))
    return form


async def remember(request: Request) -> None:
    """Keep what was typed for the page that says why it could not be taken."""
    kind = request.headers.get("content-type", "")
    if request.method == "POST" and kind.startswith("application/x-www-form"):
        request.state["posted"] = await read_unchecked(request)


async def read_unchecked(request: Request) -> Form:
    """The posted form without a look at its token."""
    kind = request.headers.get("content-type", "")
    if not kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        raise HTTPException("not a form", status_code=400)
    try:
        data = await request.form()
    except UnicodeDecodeError as error:  # bytes in a multipart field that are no text: no browser sends them
        raise HTTPException("not text", status_code=400) from error
    texts: dict[str, str] = {}
    files: list[tuple[str, UploadFile]] = []
    for name, value in data.items():
        if isinstance(value, UploadFile):
            files.append((name, value))
        else:
            texts[name] = str(value).replace("\0", "\ufffd")
    return Form(texts, files)
