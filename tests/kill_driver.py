"""Kills a run before its N-th fsync or replace, for every N, and runs it again: started by test_kill.py.

Forks, so that each of some hundred runs does not import torch anew; that needs a process without threads of
its own, hence not the test's.
"""

import hashlib
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import builders

from pipeline import actions
from pipeline.artefacts.decision import Decision
from pipeline.runner import open_study
from pipeline.transcribe.engines import ENGINES

ENGINES.add("fake", "builders:FakeEngine")

REPLACE, FSYNC = os.replace, os.fsync


def tree(folder: Path) -> str:
    """A digest of all files and their bytes; locks are no results."""
    lines = [
        f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".locks" not in path.parts
    ]
    return "\n".join(lines)


def in_child(work: Callable[[], None], kill_at: int | None) -> tuple[int, int]:
    """Run in a fork that is killed before its `kill_at`-th operation; (signal or exit code, operations)."""
    seen, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(seen)
        done = 0

        def count() -> None:
            nonlocal done
            if done == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            done += 1
            os.write(told, b".")

        def fsync(handle: int) -> None:
            count()
            FSYNC(handle)

        def replace(old: object, new: object) -> None:
            count()
            REPLACE(old, new)  # type: ignore[arg-type]

        os.fsync, os.replace = fsync, replace  # type: ignore[assignment]
        try:
            work()
        except BaseException as error:
            print(type(error), error, file=sys.stderr)
            os._exit(1)
        os._exit(0)
    os.close(told)
    with os.fdopen(seen, "rb") as pipe:
        operations = len(pipe.read())
    _, status = os.waitpid(child, 0)
    return (os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)), operations


def main() -> None:
    """`kill_driver.py FOLDER EXCERPT`: prints one line a kill that did not end in the same bytes."""
    place, excerpt = Path(sys.argv[1]), Path(sys.argv[2])
    template, study = place / "mal", place / "studie"
    builders.study_folder(template)
    shutil.copy2(excerpt, template / "audio_in" / "Berit rektor.wav")
    (place / "gammelt.txt").write_text("I: Kan du si hva du heter?\nR: Ja, Kari.\n", "utf-8")

    def fresh() -> None:
        shutil.rmtree(study, ignore_errors=True)
        shutil.copytree(template, study)

    def work() -> None:
        opened = open_study(study)
        results = actions.transcribe(opened)
        results += actions.take_in(opened, [place / "gammelt.txt"])
        if any(result.outcome == "failed" for result in results):
            raise SystemExit(f"failed: {results}")

    def sign() -> None:
        actions.sign(open_study(study), "intervju-02", 1, "Anne")

    def signed() -> int:
        return len(open_study(study).store.log("intervju-02", "decisions.jsonl", Decision))

    fresh()
    code, operations = in_child(work, None)
    wanted = tree(study)
    print(f"operations {operations} code {code} files {wanted.count(chr(10)) + 1}")
    for number in range(operations):
        fresh()
        code, _ = in_child(work, number)
        if code != signal.SIGKILL:
            print(f"{number}: was not killed but ended with {code}")
        code, _ = in_child(work, None)
        found = tree(study)
        if code or found != wanted:
            different = sorted(set(found.splitlines()) ^ set(wanted.splitlines()))
            print(f"{number}: ended with {code} in other bytes: {different}")
    code, operations = in_child(sign, None)
    print(f"signing {operations} code {code} signed {signed()}")
    for number in range(operations):
        fresh()
        in_child(work, None)
        in_child(sign, number)
        before = signed()
        # The first operation is the log's own sync; before it nothing was acknowledged.
        if before > 1 or (number > 0 and before != 1):
            print(f"signing, {number}: {before} decisions")


if __name__ == "__main__":
    main()
