# SPDX-License-Identifier: GPL-2.0-only
"""What a sosreport has of the kernel's taint flags: sos/report/plugins/taint_info.py."""

from sos.report.plugins import (Plugin, RedHatPlugin, DebianPlugin, UbuntuPlugin,
                                SuSEPlugin)


class TaintInfo(Plugin, RedHatPlugin, DebianPlugin, UbuntuPlugin, SuSEPlugin):

    short_desc = 'Kernel taint flags: when, by what and by whom'

    plugin_name = 'taint_info'
    profiles = ('system', 'hardware', 'kernel')
    files = ('/sys/kernel/taint_info',)
    commands = ('taintinfo',)

    def setup(self):
        self.add_copy_spec([
            # What "taintinfo --root" reads in a sosreport, also with this plugin alone.
            '/proc/sys/kernel/tainted',
            '/proc/sys/kernel/osrelease',
            '/proc/version',
            '/proc/modules',
            '/sys/kernel/taint_info',
            '/sys/class/taint_info',
            '/sys/devices/virtual/taint_info',
            '/sys/module/taint_info/version',
            '/sys/module/taint_info/parameters',
            '/sys/kernel/debug/taint_info',
            '/etc/default/taint-info',
            '/etc/taintinfo',
        ])
        self.add_cmd_output([
            'taintinfo --verbose',
            'taintinfo explain',
            'taintinfo export --format json',
            'taintinfo policy',
            'taintinfo boots',
        ])
        self.add_journal(identifier='taint_info', output='verbose')
