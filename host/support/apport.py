# SPDX-License-Identifier: GPL-2.0-only
"""What an apport report on the kernel has of its taint flags: a hook in general-hooks."""

import apport.hookutils

OURS = ('taintinfo', 'taint-info', 'taint-info-dkms')


def add_info(report, ui):
    """What taintinfo tells the user who reports; of other programs' reports it is no part."""
    package = report.get('Package', '').split(' ')[0]
    source = report.get('SourcePackage', '').split(' ')[0]
    if not (report.get('ProblemType', '').startswith('Kernel') or package in OURS or
            package.split('-')[0] == 'linux' or source.split('-')[0] == 'linux'):
        return
    report['TaintInfo'] = apport.hookutils.command_output(['taintinfo'])
    report['TaintInfoExplain'] = apport.hookutils.command_output(['taintinfo', 'explain'])
    for name in ('hooks', 'events', 'lost'):
        apport.hookutils.attach_file_if_exists(
            report, '/sys/kernel/taint_info/' + name, 'TaintInfo' + name.capitalize())
