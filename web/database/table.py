"""The tables' base: Piccolo's, whose whole rows are asked for by one piece of text, put together once.

Nearly all of a page's forty questions read whole rows; joining twenty names anew for each of them took more processor
time than the answers.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from piccolo.query import Select
from piccolo.querystring import QueryString
from piccolo.table import TABLE_REGISTRY
from piccolo.table import Table as PiccoloTable


class Whole(Select[Any]):
    """Piccolo's select; where no column is named, all of them stand there as one text."""

    __slots__ = ()

    @property
    def default_querystrings(self) -> Sequence[QueryString]:
        chosen = self.columns_delegate
        if not chosen.selected_columns and not self.exclude_secrets:
            chosen.selected_columns = [_every_column(self.table, self.engine_type)]  # type: ignore[arg-type]
        return super().default_querystrings


@cache
def _every_column(table: Any, engine_type: str) -> QueryString:
    each = (column.get_select_string(engine_type=engine_type) for column in table._meta.columns)
    return QueryString(", ".join(one.compile_string(engine_type)[0] for one in each))


class Table(PiccoloTable):
    """What every table of ours is derived from; itself none."""

    @classmethod
    def select(cls, *columns: Any, exclude_secrets: bool = False) -> Whole:
        chosen = cls._process_column_args(*columns)
        return Whole(table=cls, columns_list=chosen, exclude_secrets=exclude_secrets)


TABLE_REGISTRY.remove(Table)
del Table.id  # type: ignore[attr-defined]  # so that each table's own stands where Piccolo puts it
