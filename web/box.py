"""A field in the hands of a template: what stands in the box, what is wrong with it, how the page names it."""

from dataclasses import dataclass, replace
from typing import Any

from web.columns import Field, Option


@dataclass(frozen=True)
class Box:
    """One field of one form as components/KIND/edit.html draws it.

    `name`: of the posted value; `id`: of the element, unique on the page. `value`: what was typed, right or wrong.
    `complaint`: the sentence beside it, "" when none. `stored`: the value on record where another tab saved a
    different one (shown beside the box), else None. `check_url`: where one field is checked while typing, "" when
    its format is not checkable. `refresh`: name of the submit button (更新选项) that reloads a dependent list, "" when
    none; `options_url`: where htmx asks for the fields that depend on this one.
    `shown`: a password is readable, since its owner asked for it.
    `files`: for uploads, the attachments as the evidence pages describe them. `upload_url`: their page.
    """

    field: Field
    name: str
    id: str
    value: str = ""
    complaint: str = ""
    options: tuple[Option, ...] = ()
    stored: str | None = None
    check_url: str = ""
    refresh: str = ""
    options_url: str = ""
    sends: str = ""
    files: tuple[Any, ...] = ()
    upload_url: str = ""
    readonly: bool = False
    shown: bool = False

    def renewed(self) -> "Box":
        """The box after its list has changed: a value that the list no longer offers is let go."""
        offered = any(option.value == self.value for option in self.options)
        return replace(self, value=self.value if offered else "", complaint="")

    @property
    def groups(self) -> list[tuple[str, list[Option]]]:
        """The options under their group headings, in order of first appearance."""
        gathered: dict[str, list[Option]] = {}
        for option in self.options:
            gathered.setdefault(option.group, []).append(option)
        return list(gathered.items())

    @property
    def described_by(self) -> str:
        """Ids of the hint, the limit and the complaint that exist, for aria-describedby."""
        parts = [f"{self.id}-hint"] if self.field.hint else []
        parts += [f"{self.id}-limit"] if self.field.kind == "long_text" else []
        parts += [f"{self.id}-complaint"] if self.complaint else []
        return " ".join(parts)
