"""A question whose words are put together once; only its values are new each time it is asked.

_OF = Kept(lambda person: Message.count().where(Message.person == person))
number = await _OF(7)

For what every page asks: Piccolo takes longer to put such words together than the database takes to answer.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from piccolo.query.methods.select import First
from piccolo.querystring import QueryString

from web import database


class Hole(NamedTuple):
    """Stands in the words for the value of that place."""

    place: int


class Said(QueryString):
    """Words that are ready for the engine."""

    def __init__(self, words: str, values: list[Any]) -> None:
        super().__init__("")
        self._frozen_compiled_strings = (words, values)


class Made(NamedTuple):
    """The query, whether it asks for its first row only, its words, and their values with holes among them."""

    query: Any
    first: bool
    words: str
    values: list[Any]


class Kept:
    """`build` makes the query of Piccolo from its values; none of them may be None, which has other words."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self.build = build
        self._made: dict[str, Made] = {}

    async def __call__(self, *values: Any) -> Any:
        if None in values:
            raise TypeError("IS NULL is another question")
        engine = database.engine()
        made = self._made.get(engine.engine_type) or self._make(engine.engine_type, len(values))
        filled = [values[each.place] if isinstance(each, Hole) else each for each in made.values]
        found = await made.query._process_results(await engine.run_querystring(Said(made.words, filled)))
        return (found[0] if found else None) if made.first else found

    def _make(self, engine_type: str, count: int) -> Made:
        built = self.build(*(Hole(place) for place in range(count)))
        query = built.query if isinstance(built, First) else built
        (words,) = query.querystrings
        made = Made(query, isinstance(built, First), *words.compile_string(engine_type))
        self._made[engine_type] = made
        return made
