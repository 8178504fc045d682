"""The same command lines for GNU grep and for `yrd grep --exact`, and a corpus of odd files.

`yrd` answers all of them in one process, whose standard streams are changed for each: a thousand
take as long as ten that start anew.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.running import ROOT

FILES: dict[str, bytes] = {
    "a.txt": (
        "长三角一体化\n長三角一體化\nabc def\nABC abc_d abc-d\n\n第3条 12.5%\nx  y\n上海 foo(bar)\n"
    ).encode(),
    "b.txt": b"a\nb\na\nc\nd\ne\nf\na\ng\na\na\nh",
    "c.log": b"one\r\ntwo\r\n\r\nthree two\r\n",
    "d.txt": b"a+b\na*b\n{1}\n[x]\na|b\n(a)\n^a$\n\\d\naa\nab\naab abb aaa\na.b\n*a\n{1\na{1\n]\n",
    "law.txt": (
        "第一条　为了规范①民事关系，根据宪法，制定本法。\n"
        "第二条 民法调整平等主体的自然人、法人和非法人组织之间的人身关系和财产关系。\n"
        "第三条 民事主体的人身权利、财产权利受法律保护,任何组织或者个人不得侵犯。\n"
        "\t第十二条\t中华人民共和国领域内的民事活动，适用中华人民共和国法律。\n"
        "Article 13: ＡＢＣ ａｂｃ abc ABC 〇 Ⅳ １２３ 45.6% ¥7,000\n"
        "第一千零二条 第一千零三条 第一千零四条\n"
        "民法、民法典、民法总则;民-法 民_法\n"
    ).encode(),
    "case.txt": "sSſ kKK iIİı ßẞ σςΣ ǅǆǄ éÉ ｆＦ\nABC\nabc\nÀà\n".encode(),
    "bad": b"a\xffb\nab\n\xe4\xb8\nx\xe4\xb8\xada\n\xed\xa0\x80\nfoo\xff\nlast\n",
    "bad2": b"one\ntwo\xff\nthree\nfour\none\xfe\nfive\nsix\none\n",
    "gbk.txt": "长三角一体化\nabc\n第一条 上海\n".encode("gbk"),
    "bin": b"a\0a\nb\nab\n",
    "bin2": b"text\nmore text\nab\n\0\0tail a\nab\n",
    "nul": "a\nb\0长三角\nc\0\0ab\0last".encode(),
    "empty.txt": b"",
    "newlines": b"\n\n\n",
    "one": b"a",
    "long.txt": b"x" * 70_000 + b"a" + b"y" * 70_000 + b"\nab\n" + "长".encode() * 30_000 + b"\n",
    "late": b"line a\n" * 20_000 + b"nul\0 a\n" + b"line a\n" * 5,
    "mid": b"q\n" * 40_000 + b"hit 1\nq\nq\n" + b"q\n" * 60_000 + b"hit 2\nq",
    "dir/one.txt": "abc 上海\nzzz\n".encode(),
    "dir/two.log": b"abc\nabd\n",
    "dir/sub/three.txt": b"abc\n",
    "dir/sub/deep/four.c": b"int abc;\n",
    "dir/.hidden": b"abc\n",
    "dir/文 件.txt": "abc 长三角\n".encode(),
    "-dash": b"abc\n-x\n--\n",
    "sp ace.txt": b"abc\n",
    "new\nline": b"abc\n",
    "colon:1:x": b"abc\n",
    "pats": b"abc\n\xe4\xb8\x8a\xe6\xb5\xb7\n",
    "nopats": b"",
    "emptypat": b"\n",
    "crlfpats": b"two\r\none\r\n",
    "globs": b"*.log\n\nsub  \n",
}
RAW_NAMES: dict[bytes, bytes] = {b"dir/bad\xff.txt": b"abc\n"}
LINKS = {"link": "a.txt", "dangling": "nowhere", "dir/tolog": "two.log", "dirlink": "dir"}
STDIN = "abc\n长三角 abc\nxyz\n".encode()


class Answer(NamedTuple):
    """What a program wrote to standard output, how it ended, and what it complained of."""

    out: bytes
    status: int
    err: str


def build_corpus(folder: Path) -> None:
    """Write the files that the command lines search."""
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    for raw, data in RAW_NAMES.items():
        Path(os.fsdecode(os.fsencode(folder) + b"/" + raw)).write_bytes(data)
    for name, goal in LINKS.items():
        (folder / name).symlink_to(goal)


def has_gnu_grep() -> bool:
    """Whether the `grep` of this system is GNU's, version 3."""
    if not shutil.which("grep"):
        return False
    told = subprocess.run(["grep", "--version"], capture_output=True, check=False).stdout
    return told.startswith(b"grep (GNU grep) 3.")


def is_recursive(words: Sequence[str]) -> bool:
    """Whether a command line walks trees, where GNU grep takes files in the disk's order."""
    for word in words:
        if word.startswith(("--recursive", "--dereference", "--directories=recurse", "-drecurse")):
            return True
        if not word.startswith("--") and word.startswith("-") and set("rR") & set(word[1:]):
            return True
    return "recurse" in words


def comparable(answer: Answer, words: Sequence[str]) -> tuple[bytes, int]:
    """What has to be equal: bytes and status; of trees the lines in any order."""
    if is_recursive(words):
        return b"\n".join(sorted(answer.out.replace(b"\0", b"\n").split(b"\n"))), answer.status
    return answer.out, answer.status


def read_command(line: str) -> dict[str, Any]:
    """A command line of the tables: ``NAME=value`` before the options is environment, ``< FILE``
    at the end standard input, ``\\xNN`` in ``$'...'`` a byte."""
    words = shlex.split(line.encode().decode()) if "$'" not in line else _ansi_words(line)
    env = {}
    while words and words[0].startswith(("GREP_COLOR", "POSIXLY_CORRECT=")):
        name, _, value = words.pop(0).partition("=")
        env[name] = value
    stdin = None
    if len(words) > 1 and words[-2] == "<":
        stdin = words.pop()
        words.pop()
    return {"words": words, "env": env, "stdin": stdin}


def _ansi_words(line: str) -> list[str]:
    done = subprocess.run(["bash", "-c", f"printf '%s\\0' {line}"], capture_output=True, check=True)
    return [os.fsdecode(w) for w in done.stdout.split(b"\0")[:-1]]


def answers(program: str, commands: Iterable[dict[str, Any]], folder: Path) -> list[Answer]:
    """The answers of ``grep`` or ``yrd`` to command lines, in order."""
    order = {"program": program, "commands": list(commands)}
    path = os.pathsep.join([str(ROOT), *sys.path])
    done = subprocess.run(
        [sys.executable, "-m", "tests.grep_differential"],
        input=json.dumps(order).encode(),
        cwd=folder,
        capture_output=True,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(folder.parent), "LC_ALL": "C.UTF-8",
             "PYTHONPATH": path},
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return [
        Answer(out.encode("latin-1"), status, err) for out, status, err in json.loads(done.stdout)
    ]


def _serve() -> None:
    """Answer the command lines that come as JSON, with JSON."""
    order = json.load(sys.stdin)
    told = [_answer(order["program"], command) for command in order["commands"]]
    json.dump(told, sys.stdout)


def _answer(program: str, command: dict[str, Any]) -> tuple[str, int, str]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, _stdin(command) as stdin:
        streams = (stdin.fileno(), out.fileno(), err.fileno())
        run = _run_grep if program == "grep" else _run_yrd
        status = run(command["words"], command["env"], streams)
        out.seek(0)
        err.seek(0)
        return out.read().decode("latin-1"), status, err.read().decode(errors="replace")


def _stdin(command: dict[str, Any]) -> Any:
    if command["stdin"] is not None:
        return open(command["stdin"], "rb")
    stdin = tempfile.TemporaryFile()
    stdin.write(STDIN)
    stdin.seek(0)
    return stdin


def _run_grep(words: Sequence[str], env: dict[str, str], streams: Sequence[int]) -> int:
    stdin, out, err = streams
    environment = {**os.environ, **env}
    return subprocess.run(
        ["grep", *words], stdin=stdin, stdout=out, stderr=err, env=environment, check=False
    ).returncode


def _run_yrd(words: Sequence[str], env: dict[str, str], streams: Sequence[int]) -> int:
    from yrd_cli.cli.grep_start import run

    kept = [os.dup(number) for number in range(3)]
    os.environ.update(env)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    try:
        return int(run(["grep", "--exact", *words]))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for name in env:
            del os.environ[name]
        for number, stream in enumerate(kept):
            os.dup2(stream, number)
            os.close(stream)


if __name__ == "__main__":
    _serve()
