"""w3m itself, driven by its keys on a terminal of its own: what it draws is read, what a person would press is sent."""

import fcntl
import gzip
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import time
from pathlib import Path
from typing import Self

import lxml.html

from tests.journeys.drivers import FIRST

COLUMNS, LINES = 120, 48
PATIENCE = 60
"""Most seconds until a page stands."""
ENTER, TAB, BEGINNING, CLEAR = "\r", "\t", "\x01", "\x15"
GOTO_LINE, GOTO, SEEN = "\x1bg", "U", "\x14"
LIST_TOP, LIST_SEARCH, LIST_DOWN = "\x01", "/", "\x0e"
OPTIONS = {
    "confirm_qq": 0, "accept_cookie": 1, "use_cookie": 1, "use_history": 0, "vi_prec_num": 1, "auto_image": 0,
    "display_image": 0, "use_mouse": 0, "no_cache": 1, "follow_redirection": 10, "fold_line": 1,
}  # fmt: skip
SIGHT = """#!/bin/sh
# The document as w3m draws it, and where its cursor stands.
cat > "{folder}/drawn.part"
for each in "$W3M_CURRENT_LINE" "$W3M_CURRENT_LINK" "$W3M_CURRENT_FORM" "$W3M_SOURCEFILE" "$W3M_URL"; do
  echo "$each"
done > "{folder}/cursor"
mv "{folder}/drawn.part" "{folder}/drawn"
"""
EDITOR = """#!/bin/sh
cat "{folder}/text" > "$1"
"""


class W3m:
    """A person at w3m, on `address`. Use as a context: w3m ends with the block."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.folder = Path(tempfile.mkdtemp(prefix="zhicheng-w3m-"))
        self.lines: list[str] = []
        self.line = 0
        self.link = self.form = self.source = self.at = ""

    def __enter__(self) -> Self:
        for name, text in (("sight", SIGHT), ("editor", EDITOR)):
            (self.folder / name).write_text(text.format(folder=self.folder))
            (self.folder / name).chmod(0o700)
        (self.folder / ".w3m").mkdir()
        (self.folder / ".w3m" / "keymap").write_text(f'keymap C-t SAVE_SCREEN "|{self.folder}/sight"\n')
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        env = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "TERM": "xterm", "LANG": "C.UTF-8",
            "EDITOR": str(self.folder / "editor"),
        }  # fmt: skip
        options = [part for name, value in OPTIONS.items() for part in ("-o", f"{name}={value}")]
        command = ["w3m", *options, "-I", "UTF-8", "-O", "UTF-8", f"{self.address}/"]
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(theirs)
        self.keyboard = ours
        self.look()
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(10)
        os.close(self.keyboard)
        shutil.rmtree(self.folder)

    def type(self, keys: str) -> None:
        data = keys.encode()
        while data:
            self._drain(0)
            sent = os.write(self.keyboard, data[:512])
            data = data[sent:]

    def _drain(self, seconds: float) -> None:
        """What w3m paints on its terminal is not looked at; it would stop when nobody took it."""
        while select.select([self.keyboard], [], [], seconds)[0]:
            os.read(self.keyboard, 65536)
            seconds = 0

    def look(self) -> None:
        """Wait until w3m has done all that was typed; then take what it shows and where its cursor stands."""
        drawn = self.folder / "drawn"
        drawn.unlink(missing_ok=True)
        self.type(SEEN)
        until = time.monotonic() + PATIENCE
        while not drawn.exists():
            assert time.monotonic() < until, f"w3m shows nothing new after {self.at}"
            assert self.process.poll() is None, f"w3m ended after {self.at}"
            self._drain(0.01)
        self.lines = drawn.read_text().splitlines()
        stands = (self.folder / "cursor").read_text().split("\n")
        self.line, (self.link, self.form, self.source, self.at) = int(stands[0]) - 1, stands[1:5]

    def _enter(self, then: str = "") -> None:
        """Press Enter on what the cursor stands on, and the keys that its question asks for."""
        self.type(ENTER + then)
        self.look()

    def go(self, line: int, column: int = 0) -> None:
        """Put the cursor on the character `column` of the line `line`, both from 0."""
        self.type(f"{GOTO_LINE}{CLEAR}{line + 1}{ENTER}{BEGINNING}" + (f"{column}l" if column else ""))

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.lines).split())

    @property
    def heading(self) -> str:
        sent = Path(self.source).read_bytes()
        tree = lxml.html.fromstring((gzip.decompress(sent) if sent[:2] == b"\x1f\x8b" else sent).decode())
        found = " ".join(str(tree.xpath("string(//h1)")).split())
        alone = ["".join(line.split()) for line in self.lines]  # w3m writes Chinese without spaces
        assert found.replace(" ", "") in alone, f"{found}: not on a line of its own"
        return found

    @property
    def complaints(self) -> list[str]:
        return [
            line.strip().removeprefix("有误：") for line in self.lines if line.strip().startswith("有误：")
        ]

    def open(self, path: str) -> None:
        self.type(f"{GOTO}{CLEAR}{self.address}{path}{ENTER}")
        self.look()

    def follow(self, words: str) -> None:
        for line, text in enumerate(self.lines):
            for found in re.finditer(re.escape(words), text):
                self.go(line, found.start())
                self.look()
                if self.link:
                    return self._enter()
        raise LookupError(f"no link {words} on {self.at}:\n" + "\n".join(self.lines))

    def press(self, words: str) -> None:
        for line, text in enumerate(self.lines):
            for found in re.finditer(re.escape(words), text):
                self.go(line, found.start())
                self.look()
                if self.form.startswith("input type=submit"):
                    return self._enter()
        raise LookupError(f"no button {words} on {self.at}:\n" + "\n".join(self.lines))

    def fill(self, values: dict[str, str]) -> None:
        for label, value in values.items():
            self._fill(label, value)

    def _fill(self, label: str, value: str) -> None:
        line = self._label(label)
        if "[" in self.lines[line]:
            self._tick(line)
        elif choice := self._either(line, value):
            self.go(*choice)
            self._enter()
        else:
            self._find_box(line)
            if "select" in self.form:
                self._choose(label, value)
            elif "textarea" in self.form:
                (self.folder / "text").write_text(value)
                self._enter()
            else:
                self._enter(f"{CLEAR}{value}{ENTER}")

    def _label(self, label: str) -> int:
        """The last line that is `label` and nothing else, or the row of a list that begins with its box to tick."""
        words = re.compile(rf"^\s*(\[[ X*]\] ?)?{re.escape(label)}(（[^）]*）)?(（必填）)?\s*$")
        row = re.compile(rf"^\s*\[[ X*]\] ?{label.replace(' ', ' ?')}\s")
        lines = [number for number, line in enumerate(self.lines) if words.match(line) or row.match(line)]
        assert lines, f"no line of its own for {label} on {self.at}:\n" + "\n".join(self.lines)
        return lines[-1]

    def _find_box(self, line: int) -> None:
        """Go from the label at `line` to the field under it."""
        self.go(line)
        self.type(TAB)
        self.look()
        assert self.form, f"under line {line} is no field, but {self.link}"

    def _tick(self, line: int) -> None:
        column = self.lines[line].index("[")
        if self.lines[line][column + 1] == " ":
            self.go(line, column + 1)
            self._enter()

    def _either(self, line: int, value: str) -> tuple[int, int] | None:
        """Where the round button before `value` stands, under the question at `line`."""
        for number in range(line + 1, min(line + 6, len(self.lines))):
            if found := re.search(rf"\([ *]\) ?{re.escape(value)}", self.lines[number]):
                return number, found.start() + 1
        return None

    def _choose(self, label: str, value: str) -> None:
        wanted = re.sub(r"([][\\.*+?^$(){}|])", r"\\\1", value)
        pick = LIST_DOWN if value == FIRST else f"{LIST_SEARCH}^{wanted}${ENTER}"
        for _ in range(2):
            self._enter(f"{LIST_TOP}{pick}{ENTER}")
            shown = self.lines[self.line].partition("[")[2].partition("]")[0].strip()
            if shown == value or (value == FIRST and shown != "请选择"):
                return
            self.press("更新选项")  # the list depends on what was chosen above: ask for it anew
            self._find_box(self._label(label))
        raise AssertionError(f"{label} does not offer {value}, but {shown}")

    def attach(self, path: Path) -> None:
        """Send `path` with the page's form for files."""
        self.go(0)
        for _ in range(80):
            self.type(TAB)
            self.look()
            if "file" in self.form:
                break
        self._enter(f"{CLEAR}{path}{ENTER}")
        self.press("上传")
