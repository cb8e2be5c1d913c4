"""python -m web.documents.apart: sets one long paper and ends, so that its memory goes back to the machine."""

import sys

import orjson
import typst

from web.documents.typesetting import compiled


def main() -> int:
    """JSON of inputs, standards and moment in, the PDF out; 1 with typst's words when it cannot be set."""
    asked = orjson.loads(sys.stdin.buffer.read())
    inputs = {name: text.encode() for name, text in asked["inputs"].items()}
    try:
        made = compiled(inputs, asked["standards"], asked["moment"])
    except typst.TypstError as error:
        print(error.message, file=sys.stderr)
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
