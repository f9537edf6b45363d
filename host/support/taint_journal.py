# SPDX-License-Identifier: GPL-2.0-only
"""Print taint_info's journal from a crash dump, with drgn: see docs/crash-dump.md.

It is a plugin of drgn's, with the command %taint_journal; and a script for drgn.
"""
import sys

from drgn import FaultError
from drgn.helpers.linux.list import list_for_each_entry

LAYOUT_VERSION = 4
RAW_PUBLISHED = 2  # of flags[].raw_state
UNREAD = 2  # of ring[].state & 3
HINT_CERTAIN, HINT_RETURN, SAME_PROCESS = 1, 2, 4  # of event.hint_word
STACK_OF_FIRST = 255  # of event.stack_slot
UNKNOWN_UID = 0xFFFFFFFF


class NoJournal(Exception):
    """There is none in this program, or one that cannot be read here."""


def text(array):
    """A name as some process chose it: nothing of it may reach the terminal raw."""
    return repr(array.string_())[2:-1]


def module_text(module):
    layout = module.mem[0] if hasattr(module, "mem") else module.core_layout  # 6.4
    return range(layout.base.value_(), layout.base.value_() + layout.size.value_())


class Journal:
    """taint_info_journal of one program, with what it takes to read it."""

    def __init__(self, prog):
        try:
            self.journal = prog["taint_info_journal"]
            found = text(self.journal.magic)
        except (KeyError, FaultError):
            found = None
        if found != "taint_info":
            raise NoJournal("no journal found; drgn needs the very file that was loaded, not stripped: "
                            "-s taint_info.ko")
        version = self.journal.version.value_()
        if version != LAYOUT_VERSION:
            raise NoJournal(f"layout {version}; this script knows {LAYOUT_VERSION}")
        self.prog = prog
        self.mask = prog["tainted_mask"].value_()
        self.names = {row.bit.value_(): text(row.name) for row in prog.variable("rows", "flag_rows.h")}
        self.modules = [(module_text(module), module) for module in
                        list_for_each_entry("struct module", prog["modules"].address_of_(), "list")]
        self.groups = {group.id.value_(): text(group.path) for group in self.journal.groups if group.id}
        self.others = [entry.counter.value_() - 1 for entry in self.journal.others]  # -1: nobody's
        self.nr_defined = self.journal.nr_defined.value_()
        self.flags = [*zip([*range(self.nr_defined), *self.others], self.journal.flags)]

    def symbol(self, address, back=0):
        """symbol+0xoffset [module]; back=1 for a return address, which may be past its function."""
        module = next((m for area, m in self.modules if address - back in area), None)
        tail = f" [{text(module.name)}]" if module else ""
        try:
            found = self.prog.symbol(address - back)
            return f"{found.name}+{address - found.address:#x}{tail}"
        except LookupError:
            pass  # no debug information for it: a module still has its own table of symbols
        table = module.kallsyms if module else None
        for i in range(table.num_symtab if module else 0):
            entry = table.symtab[i]
            if 0 <= address - back - entry.st_value.value_() < entry.st_size:
                name = text(table.strtab + entry.st_name)
                return f"{name}+{address - entry.st_value.value_():#x}{tail}"
        return "?" + tail

    def stack_of(self, event):
        """Where the path of an event in the ring is; None where it was overwritten."""
        bit, slot = event.bit.value_(), event.stack_slot.value_()
        if slot == STACK_OF_FIRST:
            raw = next((flag.raw for number, flag in self.flags if number == bit), None)
            return raw.stack if raw is not None and raw.event.seq == event.seq else None
        slot = self.journal.stacks[slot]
        return slot.stack if slot.state.counter == event.seq.value_() << 2 | UNREAD else None

    @staticmethod
    def frames(event, stack):
        """The call path, without the machinery that wrote it down."""
        if stack is None:
            return []
        path = [stack[i].value_() for i in range(event.nr_stack)]
        ip = event.ip.value_()
        return path[path.index(ip):] if ip in path else path

    def place(self, event, stack):
        """Where it happened: as the kernel's own report said, if the path confirms it."""
        hint, ip = event.hint.value_(), event.ip.value_()
        word = event.hint_word.value_()
        if hint and (not ip or word & HINT_CERTAIN or hint in self.frames(event, stack)):
            return ", at " + self.symbol(hint, 1 if word & HINT_RETURN else 0)
        return ", add_taint() called at " + self.symbol(ip, 1) if ip else ""

    def show(self, title, event, where=""):
        if not event.seen:
            print(f"  {title} #{event.seq.value_()}: found by comparing masks, nobody knows who")
            return
        context = self.prog.type("enum taint_context").enumerators[event.context].name[8:].lower()
        who = f", by {text(event.comm)}[{event.pid.value_()}]" if event.pid else ", by idle"
        if event.pid and event.uid.value_() != UNKNOWN_UID:
            who += f", uid {event.uid.value_()}"
        if event.pid and not event.hint_word & SAME_PROCESS:
            if event.ppid.value_() >= 0:
                who += f", child of {text(event.parent)}[{event.ppid.value_()}]"
            if event.cgroup:
                group = event.cgroup.value_()
                who += f", in control group {self.groups.get(group, f'#{group}')}"
        print(f"  {title} #{event.seq.value_()} at {event.boottime.value_() / 1e9:.6f} s, {context} "
              f"context on CPU {event.cpu.value_()}{who if context == 'task' else ''}{where}")

    def show_path(self, call, back=1):
        for address in self.frames(call.event, call.stack):
            print("    " + self.symbol(address, back))
            back = 1

    def show_record(self, title, record):
        texts = self.prog.read(record.texts.address_of_(), len(record.texts)).split(b"\0")
        words = (("at ", texts[0]), ("module ", texts[2]), ("via ", texts[1]))
        self.show(title, record.event, "".join(f", {word}{repr(it)[2:-1]}" for word, it in words if it))

    def show_flag(self, bit, flag):
        name = self.names.get(bit, f"bit_{bit}")
        origin = self.prog.type("enum taint_origin").enumerators[flag.origin].name[7:].lower()
        print(f"{name}: {'set' if self.mask >> bit & 1 else 'not set'}, origin {origin}, "
              f"calls seen {flag.count.counter.value_()}")
        if flag.first_ready:
            # Where nobody saw who set it, the first call is only the first to repeat it.
            self.show_record("again" if origin in ("baseline", "detected") else "first", flag.kept[0])
            if flag.kept[1].event.seq != flag.kept[0].event.seq:
                self.show_record("last ", flag.kept[1])
        elif flag.raw_state.counter == RAW_PUBLISHED:
            self.show("first, not yet read,", flag.raw.event, self.place(flag.raw.event, flag.raw.stack))
            self.show_path(flag.raw)

    def show_oops(self, oops):
        print("newest oops:")
        # Where nothing was to be executed, who jumped there.
        jump = oops.event.hint.value_()
        at = self.symbol(jump, 1) if jump else self.symbol(oops.event.ip.value_())
        self.show("after event", oops.event, ", at " + at)
        self.show_path(oops, 0)

    def show_all(self):
        print(f"taint mask {self.mask}; {self.journal.events.counter.value_()} events noticed, "
              f"{self.journal.lost.counter.value_()} lost")
        for bit, flag in self.flags:
            if bit >= 0 and (self.mask >> bit & 1 or flag.count.counter):
                self.show_flag(bit, flag)
        for bit in range(self.nr_defined, self.mask.bit_length()):
            if self.mask >> bit & 1 and bit not in self.others:
                print(f"bit_{bit}: set, no record")
        if self.journal.oops.state.counter:
            self.show_oops(self.journal.oops.call)
        unread = [slot.event for slot in self.journal.ring if slot.state.counter & 3 == UNREAD]
        print(f"events that the worker has not read: {len(unread)}")
        for event in sorted(unread, key=lambda event: event.seq.value_()):
            bit = event.bit.value_()
            self.show(self.names.get(bit, f"bit_{bit}"), event, self.place(event, self.stack_of(event)))


def report(prog):
    """Print the journal of a program, of a kernel's dump or of the running kernel; or why not."""
    try:
        Journal(prog).show_all()
    except NoJournal as error:
        print(error)
        return False
    return True


try:
    from drgn.commands import command  # from 0.0.33 on
except ImportError:
    pass
else:
    @command(name="taint_journal", description="print what taint_info knows of the kernel's taint flags")
    def _cmd_taint_journal(prog, name, args, **kwargs):
        report(prog)


if __name__ == "__main__":
    sys.exit(not report(globals()["prog"]))  # drgn hands it over
