# SPDX-License-Identifier: GPL-2.0-only
"""
pytest: a test that taints the kernel is an error when it ends, which says by whom it was.

    PYTHONPATH=/usr/share/doc/taintinfo/contrib/pytest pytest -p taintinfo
"""

import os
import pathlib
import subprocess

import pytest

AROUND = pathlib.Path(__file__).parent.parent / "around.sh"


@pytest.fixture(autouse=True)
def untainted(request):
    run = subprocess.Popen(
        ["taintinfo", "run", "--name=" + request.node.nodeid, "--", "sh", AROUND, str(os.getpid())],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    run.stdout.readline()
    yield
    _, told = run.communicate()
    if run.returncode:
        pytest.fail(told, pytrace=False)
    print(told, end="")
