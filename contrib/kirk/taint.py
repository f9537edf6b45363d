# SPDX-License-Identifier: GPL-2.0-only
"""
LTP through kirk (4.x): each test below "taintinfo run".

    kirk --plugins /usr/share/doc/taintinfo/contrib/kirk --sut default:com=taint --run-suite ...

A test that taints the kernel fails with the code 99; what is told ends its output.
"""

import shlex

from libkirk.channels.shell import ShellComChannel


class TaintChannel(ShellComChannel):
    _name = "taint"

    async def run_command(self, command, cwd=None, env=None, iobuffer=None):
        # Only of tests is the output wanted as it comes; the rest are commands of kirk's own.
        if iobuffer:
            quoted = shlex.quote(command)
            command = f"taintinfo run --name={quoted} -- sh -c {quoted}"
        return await super().run_command(command, cwd=cwd, env=env, iobuffer=iobuffer)
