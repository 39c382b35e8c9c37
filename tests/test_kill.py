"""SIGKILL at every fsync and replace of a run: the next run ends in the same bytes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_run_killed_anywhere_ends_in_the_same_bytes_when_run_again(tmp_path: Path, excerpt: Path) -> None:
    driver = Path(__file__).with_name("kill_driver.py")
    done = subprocess.run(
        [sys.executable, driver, tmp_path, excerpt], capture_output=True, text=True, check=True, timeout=900
    )
    first, *others = done.stdout.splitlines()
    signing, *others = [*others[-1:], *others[:-1]]
    operations = int(first.split()[1])
    assert "code 0" in first, done.stderr
    assert operations > 30
    assert "code 0 signed 1" in signing, done.stderr
    assert not others, "\n".join(others)
