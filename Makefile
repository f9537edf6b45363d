# SPDX-License-Identifier: GPL-2.0
#
# For people; what kbuild reads is in Kbuild.

KDIR ?= /lib/modules/$(shell uname -r)/build

# For make install, as distributions want to set them.
VERSION := $(shell sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' dkms.conf)
DESTDIR ?=
PREFIX ?= /usr/local
BINDIR = $(PREFIX)/bin
LIBDIR = $(PREFIX)/lib
MANDIR = $(PREFIX)/share/man
DOCDIR = $(PREFIX)/share/doc
COMPLETIONDIR = $(PREFIX)/share/bash-completion/completions
UDEVDIR ?= $(PREFIX)/lib/udev
UNITDIR ?= $(PREFIX)/lib/systemd/system
CATALOGDIR = $(PREFIX)/lib/systemd/catalog
MODULESLOADDIR = $(PREFIX)/lib/modules-load.d
# These look nowhere else.
INITRAMFSTOOLSDIR = /usr/share/initramfs-tools
DRACUTDIR = /usr/lib/dracut
SRCDIR = /usr/src

# As distributions want to set them for the tool.
CFLAGS ?= -O2 -g
TOOLS_CFLAGS = -std=gnu11 -Wall -Wextra $(CFLAGS)
# Large files and times on 32 bit, too.
TOOLS_DEFINES = -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64
TOOLS_CC = $(if $(filter default,$(origin CC)),gcc,$(CC))

# What kbuild takes, unless told another one: CC=clang, LLVM=1.
COMPILER = $(if $(filter file command%,$(origin CC)),$(CC),$(if $(LLVM),clang,gcc))

modules: kdir fit
	$(MAKE) -C "$(KDIR)" M="$(CURDIR)" modules

modules_install: kdir
	$(MAKE) -C "$(KDIR)" M="$(CURDIR)" modules_install
	@echo "If modprobe does not find the module: depmod -a"

clean: kdir
	$(MAKE) -C "$(KDIR)" M="$(CURDIR)" clean
	rm -f tools/taintinfo

# The command-line tool, which needs no kernel and no headers of one.
tools: tools/taintinfo

tools/taintinfo: $(wildcard tools/*.[ch]) module/flags.c module/flags.h dkms.conf
	$(TOOLS_CC) $(CPPFLAGS) $(TOOLS_CFLAGS) $(TOOLS_DEFINES) -DVERSION='"$(VERSION)"' $(LDFLAGS) -o $@ \
		$(filter %.c,$^)

install: install-host install-tool

# What a host has beside the module: the udev rule and what it starts, loading at boot
# and in the initramfs.
install-host:
	install -d "$(DESTDIR)$(UNITDIR)" "$(DESTDIR)$(DOCDIR)/taint-info/examples"
	install -D -m 755 host/taint-info-notify "$(DESTDIR)$(LIBDIR)/taint-info/taint-info-notify"
	sed -e 's|@libdir@|$(LIBDIR)|' -e 's|@docdir@|$(DOCDIR)|' \
		host/taint-info-notify@.service \
		>"$(DESTDIR)$(UNITDIR)/taint-info-notify@.service"
	chmod 644 "$(DESTDIR)$(UNITDIR)/taint-info-notify@.service"
	install -D -m 644 host/60-taint-info.rules "$(DESTDIR)$(UDEVDIR)/rules.d/60-taint-info.rules"
	install -D -m 644 host/taint_info.catalog "$(DESTDIR)$(CATALOGDIR)/taint_info.catalog"
	install -D -m 644 host/modules-load.conf "$(DESTDIR)$(MODULESLOADDIR)/taint_info.conf"
	test -e "$(DESTDIR)/etc/default/taint-info" || \
		install -D -m 644 host/default "$(DESTDIR)/etc/default/taint-info"
	install -D -m 755 host/initramfs-tools-hook "$(DESTDIR)$(INITRAMFSTOOLSDIR)/hooks/taint_info"
	install -D -m 755 host/dracut/module-setup.sh \
		"$(DESTDIR)$(DRACUTDIR)/modules.d/90taint_info/module-setup.sh"
	install -D -m 644 host/dracut/omit.conf "$(DESTDIR)$(DRACUTDIR)/dracut.conf.d/90-taint_info.conf"
	install -m 644 README.md docs/crash-dump.md docs/taint_journal.py "$(DESTDIR)$(DOCDIR)/taint-info/"
	for file in docs/examples/*; do \
		example="$(DESTDIR)$(DOCDIR)/taint-info/examples/$${file##*/}"; \
		sed 's|@libdir@|$(LIBDIR)|' "$$file" >"$$example" && chmod 644 "$$example" || exit; \
	done

# The tool, and what feeds Prometheus with it, off until its timer is enabled.
install-tool: tools/taintinfo
	install -D -m 755 tools/taintinfo "$(DESTDIR)$(BINDIR)/taintinfo"
	install -D -m 644 tools/taintinfo.1 "$(DESTDIR)$(MANDIR)/man1/taintinfo.1"
	install -D -m 644 tools/taintinfo.bash "$(DESTDIR)$(COMPLETIONDIR)/taintinfo"
	install -D -m 644 host/taint-info-export.timer "$(DESTDIR)$(UNITDIR)/taint-info-export.timer"
	sed 's|@bindir@|$(BINDIR)|' host/taint-info-export.service \
		>"$(DESTDIR)$(UNITDIR)/taint-info-export.service"
	chmod 644 "$(DESTDIR)$(UNITDIR)/taint-info-export.service"
	install -d "$(DESTDIR)$(DOCDIR)/taintinfo/prometheus"
	install -m 644 docs/prometheus/*.yml "$(DESTDIR)$(DOCDIR)/taintinfo/prometheus/"

# The sources for DKMS, which builds the module with them: "dkms install taint_info/VERSION"
install-dkms:
	install -d "$(DESTDIR)$(SRCDIR)/taint_info-$(VERSION)/module"
	install -m 644 dkms.conf Kbuild "$(DESTDIR)$(SRCDIR)/taint_info-$(VERSION)/"
	install -m 644 module/Kbuild module/*.[ch] "$(DESTDIR)$(SRCDIR)/taint_info-$(VERSION)/module/"

# All of it; what DKMS has built goes with "dkms remove taint_info/VERSION --all" before.
uninstall:
	rm -rf "$(DESTDIR)$(LIBDIR)/taint-info" "$(DESTDIR)$(DOCDIR)/taint-info" \
		"$(DESTDIR)$(DOCDIR)/taintinfo" "$(DESTDIR)$(DRACUTDIR)/modules.d/90taint_info" \
		"$(DESTDIR)$(SRCDIR)/taint_info-$(VERSION)"
	rm -f "$(DESTDIR)$(BINDIR)/taintinfo" "$(DESTDIR)$(MANDIR)/man1/taintinfo.1" \
		"$(DESTDIR)$(COMPLETIONDIR)/taintinfo" \
		"$(DESTDIR)$(UNITDIR)/taint-info-export.service" \
		"$(DESTDIR)$(UNITDIR)/taint-info-export.timer" \
		"$(DESTDIR)$(UNITDIR)/taint-info-notify@.service" \
		"$(DESTDIR)$(UDEVDIR)/rules.d/60-taint-info.rules" \
		"$(DESTDIR)$(CATALOGDIR)/taint_info.catalog" \
		"$(DESTDIR)$(MODULESLOADDIR)/taint_info.conf" \
		"$(DESTDIR)/etc/default/taint-info" \
		"$(DESTDIR)$(INITRAMFSTOOLSDIR)/hooks/taint_info" \
		"$(DESTDIR)$(DRACUTDIR)/dracut.conf.d/90-taint_info.conf"

# For build daemons: no network, no root, no kernel headers.
test:
	@scripts/build-tests

demo:
	@scripts/demo

check:
	@scripts/check

matrix:
	@scripts/check matrix

bench:
	@scripts/bench

check-install:
	@ONLY="build_tests packages debian12 debian13 debug-signed" scripts/check

help:
	@echo "make                  build the module for the running kernel"
	@echo "make modules_install  install it (as root)"
	@echo "make tools            build taintinfo, the command-line tool"
	@echo "make install          install what a host has beside it (as root): the udev rule"
	@echo "                      and its service, loading at boot, the tool taintinfo; also"
	@echo "                      with DESTDIR, PREFIX, UDEVDIR, UNITDIR"
	@echo "make install-dkms     install the sources for DKMS (as root); also with DESTDIR"
	@echo "make uninstall        remove what these two have installed (as root)"
	@echo "make clean            remove what was built"
	@echo "make demo             boot a stock kernel in QEMU and show the module at work"
	@echo "make test             what needs no network, no root and no kernel headers"
	@echo "make check-install    DKMS, packages, boots of Debian 12 and 13, signatures (as root)"
	@echo "make check            run all checks and selftests, in QEMU"
	@echo "make matrix           the selftests on each kernel and architecture (as root)"
	@echo "make bench            what it costs, in instructions, beside other ways to know"
	@echo "make help             print this"
	@echo ""
	@echo "KDIR=DIRECTORY        build for the kernel whose build directory this is"
	@echo "KUNIT=1               the KUnit suites too, for a kernel that has KUnit"
	@echo "ONLY=\"NAME ...\"       make check, make matrix: only these (see scripts/check)"
	@echo "TESTS=\"NAME ...\"      make matrix: these selftests (see docs/testing.md)"
	@echo "RELEASE=RELEASE       make demo, make check: with this kernel of Debian's"

kdir:
	@test -e "$(KDIR)/Makefile" || { \
		echo "There is no kernel build directory $(KDIR)."; \
		echo "It comes with one of these packages:"; \
		echo "  Debian, Ubuntu  linux-headers-$$(uname -r)"; \
		echo "  Fedora, RHEL    kernel-devel-$$(uname -r)"; \
		echo "  SUSE            kernel-default-devel"; \
		echo "  Arch            linux-headers"; \
		echo "Or name another one: make KDIR=DIRECTORY"; \
		echo "In a container the kernel is the host's: build and load the module there."; \
		exit 1; \
	} >&2

# Whether there can be a module for this kernel, and be built here.
fit: kdir
	@test ! -e "$(KDIR)/.config" || grep -qs '^CONFIG_MODULES=y' "$(KDIR)/.config" || { \
		echo "The kernel of $(KDIR) has no loadable modules (CONFIG_MODULES):"; \
		echo "taint_info cannot be loaded into it, and is not built for it."; \
		exit 1; \
	} >&2
	@command -v "$(firstword $(COMPILER))" >/dev/null || { \
		echo "There is no compiler $(firstword $(COMPILER)) here: install gcc and make, or build"; \
		echo "the module on a machine that has them, with the same kernel's headers."; \
		exit 1; \
	} >&2

.PHONY: modules modules_install clean tools install install-host install-tool install-dkms uninstall test demo check matrix bench check-install help kdir fit
