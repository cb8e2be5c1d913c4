"""The JSON column."""

from typing import Any

from piccolo.columns import JSON
from piccolo.utils.encoding import dump_json, load_json


class Json(JSON):
    """A column for a dict or a list (never a bare string), decoded on both databases.

    `wrong = Json(default={})`, `row["wrong"]` and `row.wrong` are Python objects, before and after saving;
    do not ask Piccolo for `load_json`. The order of keys is kept. To replace a value, assign a new one.
    """

    def get_default_value(self) -> Any:
        """A fresh object for every row."""
        value = super().get_default_value()
        return load_json(value) if isinstance(value, str) else value

    def get_sql_value(self, value: Any, delimiter: str = "'") -> str:
        """As a literal of SQL, for DEFAULT."""
        if isinstance(value, dict | list):
            value = dump_json(value).replace("'", "''")
        return super().get_sql_value(value, delimiter)
