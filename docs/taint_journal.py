# SPDX-License-Identifier: GPL-2.0-only
"""Print taint_info's journal from a crash dump, with drgn: see crash-dump.md."""
import sys

from drgn import FaultError
from drgn.helpers.linux.list import list_for_each_entry

LAYOUT_VERSION = 4
RAW_PUBLISHED = 2  # of flags[].raw_state
UNREAD = 2  # of ring[].state & 3
HINT_CERTAIN, HINT_RETURN, SAME_PROCESS = 1, 2, 4  # of event.hint_word
STACK_OF_FIRST = 255  # of event.stack_slot
UNKNOWN_UID = 0xFFFFFFFF

prog = globals()["prog"]  # drgn hands it over


def text(array):
    """A name as some process chose it: nothing of it may reach the terminal raw."""
    return repr(array.string_())[2:-1]


def module_text(module):
    layout = module.mem[0] if hasattr(module, "mem") else module.core_layout  # 6.4
    return range(layout.base.value_(), layout.base.value_() + layout.size.value_())


def symbol(address, back=0):
    """symbol+0xoffset [module]; back=1 for a return address, which may be past its function."""
    module = next((m for area, m in modules if address - back in area), None)
    tail = f" [{text(module.name)}]" if module else ""
    try:
        found = prog.symbol(address - back)
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


def stack_of(event):
    """Where the path of an event in the ring is; None where it was overwritten."""
    bit, slot = event.bit.value_(), event.stack_slot.value_()
    if slot == STACK_OF_FIRST:
        raw = next((flag.raw for number, flag in flags if number == bit), None)
        return raw.stack if raw is not None and raw.event.seq == event.seq else None
    slot = journal.stacks[slot]
    return slot.stack if slot.state.counter == event.seq.value_() << 2 | UNREAD else None


def frames(event, stack):
    """The call path, without the machinery that wrote it down."""
    if stack is None:
        return []
    path = [stack[i].value_() for i in range(event.nr_stack)]
    ip = event.ip.value_()
    return path[path.index(ip):] if ip in path else path


def place(event, stack):
    """Where it happened: as the kernel's own report said, if the path confirms it."""
    hint, ip = event.hint.value_(), event.ip.value_()
    word = event.hint_word.value_()
    if hint and (not ip or word & HINT_CERTAIN or hint in frames(event, stack)):
        return ", at " + symbol(hint, 1 if word & HINT_RETURN else 0)
    return ", add_taint() called at " + symbol(ip, 1) if ip else ""


def show(title, event, where=""):
    if not event.seen:
        print(f"  {title} #{event.seq.value_()}: found by comparing masks, nobody knows who")
        return
    context = prog.type("enum taint_context").enumerators[event.context].name[8:].lower()
    who = f", by {text(event.comm)}[{event.pid.value_()}]" if event.pid else ", by idle"
    if event.pid and event.uid.value_() != UNKNOWN_UID:
        who += f", uid {event.uid.value_()}"
    if event.pid and not event.hint_word & SAME_PROCESS:
        if event.ppid.value_() >= 0:
            who += f", child of {text(event.parent)}[{event.ppid.value_()}]"
        if event.cgroup:
            group = event.cgroup.value_()
            who += f", in control group {groups.get(group, f'#{group}')}"
    print(f"  {title} #{event.seq.value_()} at {event.boottime.value_() / 1e9:.6f} s, {context} "
          f"context on CPU {event.cpu.value_()}{who if context == 'task' else ''}{where}")


def show_path(call, back=1):
    for address in frames(call.event, call.stack):
        print("    " + symbol(address, back))
        back = 1


def show_record(title, record):
    texts = prog.read(record.texts.address_of_(), len(record.texts)).split(b"\0")
    words = (("at ", texts[0]), ("module ", texts[2]), ("via ", texts[1]))
    show(title, record.event, "".join(f", {word}{repr(it)[2:-1]}" for word, it in words if it))


def show_flag(bit, flag):
    name = names.get(bit, f"bit_{bit}")
    origin = prog.type("enum taint_origin").enumerators[flag.origin].name[7:].lower()
    print(f"{name}: {'set' if mask >> bit & 1 else 'not set'}, origin {origin}, "
          f"calls seen {flag.count.counter.value_()}")
    if flag.first_ready:
        # Where nobody saw who set it, the first call is only the first to repeat it.
        show_record("again" if origin in ("baseline", "detected") else "first", flag.kept[0])
        if flag.kept[1].event.seq != flag.kept[0].event.seq:
            show_record("last ", flag.kept[1])
    elif flag.raw_state.counter == RAW_PUBLISHED:
        show("first, not yet read,", flag.raw.event, place(flag.raw.event, flag.raw.stack))
        show_path(flag.raw)


try:
    journal = prog["taint_info_journal"]
    found = text(journal.magic)
except (KeyError, FaultError):
    found = None
if found != "taint_info":
    sys.exit("no journal found; drgn needs the very file that was loaded, not stripped: "
             "-s taint_info.ko")
if journal.version != LAYOUT_VERSION:
    sys.exit(f"layout {journal.version.value_()}; this script knows {LAYOUT_VERSION}")

mask = prog["tainted_mask"].value_()
names = {row.bit.value_(): text(row.name) for row in prog.variable("rows", "flag_rows.h")}
modules = [(module_text(m), m) for m in
           list_for_each_entry("struct module", prog["modules"].address_of_(), "list")]

print(f"taint mask {mask}; {journal.events.counter.value_()} events noticed, "
      f"{journal.lost.counter.value_()} lost")
groups = {group.id.value_(): text(group.path) for group in journal.groups if group.id}
others = [entry.counter.value_() - 1 for entry in journal.others]  # -1: nobody's
flags = [*zip([*range(journal.nr_defined.value_()), *others], journal.flags)]
for bit, flag in flags:
    if bit < 0:
        continue
    if mask >> bit & 1 or flag.count.counter:
        show_flag(bit, flag)
for bit in range(journal.nr_defined.value_(), mask.bit_length()):
    if mask >> bit & 1 and bit not in others:
        print(f"bit_{bit}: set, no record")
if journal.oops.state.counter:
    oops = journal.oops.call
    print("newest oops:")
    # Where nothing was to be executed, who jumped there.
    jump = oops.event.hint.value_()
    show("after event", oops.event, ", at " + (symbol(jump, 1) if jump else symbol(oops.event.ip.value_())))
    show_path(oops, 0)
unread = [slot.event for slot in journal.ring if slot.state.counter & 3 == UNREAD]
print(f"events that the worker has not read: {len(unread)}")
for event in sorted(unread, key=lambda event: event.seq.value_()):
    bit = event.bit.value_()
    show(names.get(bit, f"bit_{bit}"), event, place(event, stack_of(event)))
