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
ZSHDIR = $(PREFIX)/share/zsh/site-functions
FISHDIR = $(PREFIX)/share/fish/vendor_completions.d
UDEVDIR ?= $(PREFIX)/lib/udev
UNITDIR ?= $(PREFIX)/lib/systemd/system
CATALOGDIR = $(PREFIX)/lib/systemd/catalog
SYSUSERSDIR = $(PREFIX)/lib/sysusers.d
# The tool looks nowhere else; what is in it is the administrator's.
POLICYDIR = /etc/taintinfo/policy.d
MODULESLOADDIR = $(PREFIX)/lib/modules-load.d
# These look nowhere else.
INITRAMFSTOOLSDIR = /usr/share/initramfs-tools
DRACUTDIR = /usr/lib/dracut
SUPPORTCONFIGDIR = /usr/lib/supportconfig
APPORTDIR = /usr/share/apport
# Where the distribution's own Python has what packages bring: sos and drgn look there. On Debian
# and Ubuntu it is one directory for all versions; on Fedora that of packages has a name of its own.
PYTHON = $(firstword $(wildcard /usr/libexec/platform-python) /usr/bin/python3)
PYTHONDIR ?= $(or $(wildcard /usr/lib/python3/dist-packages),$(shell $(PYTHON) -Ic 'import sysconfig; \
	rpm = "rpm_prefix" in sysconfig.get_scheme_names(); \
	print(sysconfig.get_path("purelib", "rpm_prefix" if rpm else "posix_prefix"))' 2>/dev/null),/usr/lib/python3/dist-packages)
SRCDIR = /usr/src

# As distributions want to set them for the tool.
CFLAGS ?= -O2 -g
TOOLS_CFLAGS = -std=gnu11 -Wall -Wextra $(CFLAGS)
# Large files and times on 32 bit, too.
TOOLS_DEFINES = -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64
TOOLS_CC = $(if $(filter default,$(origin CC)),gcc,$(CC))

# What kbuild takes, unless told another one: CC=clang, LLVM=1.
COMPILER = $(if $(filter file command%,$(origin CC)),$(CC),$(if $(LLVM),clang,gcc))

# The umask is that of whoever installs: a directory on the way would have it, too.
INSTALL = install
PUT = umask 022 && $(INSTALL)

# What is installed has paths in it. They go through the shell and sed; in a unit systemd
# takes a blank for the end of a word, and % for a specifier. (The name of a program with
# a quote or a backslash in it it refuses, whatever is done.)
empty :=
blank := $(empty) $(empty)
sed_text = $(subst ','\'',$(subst |,\|,$(subst &,\&,$(subst \,\\,$(1)))))
unit_text = $(call sed_text,$(subst $(blank),\x20,$(subst %,%%,$(1))))
uri_text = $(call sed_text,$(subst $(blank),%%20,$(subst %,%%25,$(1))))
FILL_UNIT = sed -i -e 's|@bindir@|$(call unit_text,$(BINDIR))|' -e 's|@docdir@|$(call uri_text,$(DOCDIR))|'
# What is new is no page there: packages have a changelog of their own.
PAGES = $(filter-out CHANGELOG.md,$(wildcard *.md)) $(wildcard docs/*.md docs/*.svg)
# All pages are in one directory there; what is for Prometheus is in the tool's.
FILL_PAGES = sed -i -e 's|](docs/|](|g' -e 's|](\.\./\([A-Z]*\.md\)|](\1|g' -e 's,](\(prometheus\|examples/node\),](../taintinfo/\1,g'
# And the other way round, of those that come with the tool.
FILL_TOOL_PAGES = sed -i -e 's,](\([a-z]*\.md\|examples/notify\),](../taint-info/\1,g'
FILL_SCRIPT = sed -i 's|@libdir@|$(call sed_text,$(LIBDIR))|'

# need_compiler COMMAND,FOR WHAT
need_compiler = command -v "$(firstword $(1))" >/dev/null || { \
	echo "There is no compiler $(firstword $(1)) here, which $(2) takes: install gcc and the headers of libc, or name another compiler by CC=." >&2; \
	exit 1; }

modules: kdir fit
	@$(MAKE) -C "$(KDIR)" M="$(CURDIR)" modules || { \
		echo; \
		echo "taint_info does not build for the kernel $$(cat "$(KDIR)/include/config/kernel.release" 2>/dev/null || echo "of $(KDIR)")."; \
		echo "What differs between kernels is asked for in module/compat.h: types by the compiler,"; \
		echo "macros and headers by the preprocessor, functions by version. docs/new-kernel.md says"; \
		echo "which of them it was, and what a report needs."; \
		exit 1; \
	} >&2

modules_install: kdir
	umask 022 && $(MAKE) -C "$(KDIR)" M="$(CURDIR)" modules_install
	@echo "If modprobe does not find the module: depmod -a"

# By itself, as the kernel's headers may be gone.
clean:
	rm -rf .tmp_versions site tools/taintinfo
	find $(wildcard . module kunit selftests/triggers) -maxdepth 1 -type f \( -name '*.[aiso]' \
		-o -name '*.ko' -o -name '*.mod' -o -name '*.mod.c' -o -name '*.gcno' -o -name '*.su' \
		-o -name '*.symversions' -o -name '.*.cmd' -o -name '.*.d' -o -name '.*.tmp' \
		-o -name modules.order -o -name Module.symvers \) -exec rm -f {} +

# The command-line tool, which needs no kernel and no headers of one.
tools: tools/taintinfo

tools/taintinfo: $(wildcard tools/*.[ch]) $(wildcard module/flag*.[ch]) module/symbols.h dkms.conf
	@$(call need_compiler,$(TOOLS_CC),taintinfo)
	$(TOOLS_CC) $(CPPFLAGS) $(TOOLS_CFLAGS) $(TOOLS_DEFINES) -DVERSION='"$(VERSION)"' $(LDFLAGS) -o $@ \
		$(filter %.c,$^)

# First what may fail: nothing is installed by half.
install: tools/taintinfo
	@$(MAKE) --no-print-directory install-host install-tool

# What a host has beside the module: the udev rule and what it starts, loading at boot
# and in the initramfs.
install-host:
	$(PUT) -D -m 644 host/taint-info-notify@.service "$(DESTDIR)$(UNITDIR)/taint-info-notify@.service"
	$(FILL_UNIT) "$(DESTDIR)$(UNITDIR)/taint-info-notify@.service"
	$(PUT) -D -m 644 host/60-taint-info.rules "$(DESTDIR)$(UDEVDIR)/rules.d/60-taint-info.rules"
	$(PUT) -D -m 644 host/taint_info.catalog "$(DESTDIR)$(CATALOGDIR)/taint_info.catalog"
	$(PUT) -D -m 644 host/modules-load.conf "$(DESTDIR)$(MODULESLOADDIR)/taint_info.conf"
	test -e "$(DESTDIR)/etc/default/taint-info" || { \
		$(PUT) -D -m 644 host/default "$(DESTDIR)/etc/default/taint-info"; }
	$(PUT) -D -m 755 host/initramfs-wanted "$(DESTDIR)$(LIBDIR)/taint-info/initramfs-wanted"
	$(PUT) -D -m 755 host/initramfs-tools-hook "$(DESTDIR)$(INITRAMFSTOOLSDIR)/hooks/taint_info"
	$(FILL_SCRIPT) "$(DESTDIR)$(INITRAMFSTOOLSDIR)/hooks/taint_info"
	$(PUT) -D -m 755 host/dracut/module-setup.sh \
		"$(DESTDIR)$(DRACUTDIR)/modules.d/90taint_info/module-setup.sh"
	$(FILL_SCRIPT) "$(DESTDIR)$(DRACUTDIR)/modules.d/90taint_info/module-setup.sh"
	$(PUT) -D -m 644 host/dracut/omit.conf "$(DESTDIR)$(DRACUTDIR)/dracut.conf.d/90-taint_info.conf"
	$(FILL_SCRIPT) "$(DESTDIR)$(DRACUTDIR)/dracut.conf.d/90-taint_info.conf"
	$(PUT) -d "$(DESTDIR)$(DOCDIR)/taint-info/ABI" "$(DESTDIR)$(DOCDIR)/taint-info/examples" "$(DESTDIR)$(DOCDIR)/taint-info/flags"
	$(PUT) -m 644 $(PAGES) "$(DESTDIR)$(DOCDIR)/taint-info/"
	$(PUT) -m 644 docs/ABI/* "$(DESTDIR)$(DOCDIR)/taint-info/ABI/"
	$(PUT) -m 644 docs/flags/*.md "$(DESTDIR)$(DOCDIR)/taint-info/flags/"
	$(FILL_PAGES) "$(DESTDIR)$(DOCDIR)/taint-info"/*.md
	$(PUT) -m 644 docs/examples/*.conf "$(DESTDIR)$(DOCDIR)/taint-info/examples/"
	$(FILL_UNIT) "$(DESTDIR)$(DOCDIR)/taint-info/examples"/*.conf

# The tool, what feeds Prometheus with it, off until its timer is enabled, and what has others run it.
install-tool: tools/taintinfo install-support
	$(PUT) -D -m 755 tools/taintinfo "$(DESTDIR)$(BINDIR)/taintinfo"
	$(PUT) -D -m 644 tools/taintinfo.1 "$(DESTDIR)$(MANDIR)/man1/taintinfo.1"
	$(PUT) -D -m 644 tools/taintinfo-policy.5 "$(DESTDIR)$(MANDIR)/man5/taintinfo-policy.5"
	$(PUT) -D -m 644 tools/taintinfo.bash "$(DESTDIR)$(COMPLETIONDIR)/taintinfo"
	$(PUT) -D -m 644 tools/taintinfo.zsh "$(DESTDIR)$(ZSHDIR)/_taintinfo"
	$(PUT) -D -m 644 tools/taintinfo.fish "$(DESTDIR)$(FISHDIR)/taintinfo.fish"
	$(PUT) -D -m 644 host/taint-info-export.timer "$(DESTDIR)$(UNITDIR)/taint-info-export.timer"
	$(PUT) -D -m 644 host/taint-info-export.service "$(DESTDIR)$(UNITDIR)/taint-info-export.service"
	$(FILL_UNIT) "$(DESTDIR)$(UNITDIR)/taint-info-export.service"
	$(PUT) -D -m 644 host/taint-info-export.sysusers "$(DESTDIR)$(SYSUSERSDIR)/taint-info-export.conf"
	$(PUT) -d "$(DESTDIR)$(DOCDIR)/taintinfo/prometheus" \
		"$(DESTDIR)$(DOCDIR)/taintinfo/examples/node-problem-detector"
	$(PUT) -m 644 docs/fleets.md docs/test-harnesses.md "$(DESTDIR)$(DOCDIR)/taintinfo/"
	$(FILL_TOOL_PAGES) "$(DESTDIR)$(DOCDIR)/taintinfo"/*.md
	$(PUT) -m 644 docs/prometheus/*.yml docs/prometheus/*.json "$(DESTDIR)$(DOCDIR)/taintinfo/prometheus/"
	$(PUT) -m 644 docs/examples/node-problem-detector/* \
		"$(DESTDIR)$(DOCDIR)/taintinfo/examples/node-problem-detector/"
	for file in contrib/*.sh contrib/*/*.*; do \
		$(PUT) -D -m 644 "$$file" "$(DESTDIR)$(DOCDIR)/taintinfo/$$file" || exit; \
	done
	$(PUT) -d -m 755 "$(DESTDIR)$(POLICYDIR)"

# What support engineers run has our answer: plugins for it.
install-support:
	$(PUT) -D -m 644 host/support/sos.py "$(DESTDIR)$(PYTHONDIR)/sos/report/plugins/taint_info.py"
	$(PUT) -D -m 755 host/support/supportconfig "$(DESTDIR)$(SUPPORTCONFIGDIR)/plugins/taint_info"
	$(PUT) -D -m 644 host/support/apport.py "$(DESTDIR)$(APPORTDIR)/general-hooks/taint_info.py"
	$(PUT) -D -m 644 host/support/taint_journal.py "$(DESTDIR)$(PYTHONDIR)/taint_journal.py"
	$(PUT) -D -m 644 host/support/entry_points.txt "$(DESTDIR)$(PYTHONDIR)/taint_info.egg-info/entry_points.txt"
	umask 022 && printf '%s\n' 'Metadata-Version: 1.0' 'Name: taint_info' \
		'Version: $(firstword $(subst +, ,$(subst ~, ,$(VERSION))))' \
		>"$(DESTDIR)$(PYTHONDIR)/taint_info.egg-info/PKG-INFO"

# The sources for DKMS, which builds the module with them: "dkms install taint_info/VERSION"
install-dkms:
	$(PUT) -d "$(DESTDIR)$(SRCDIR)/taint_info-$(VERSION)/module"
	$(PUT) -m 644 dkms.conf Kbuild "$(DESTDIR)$(SRCDIR)/taint_info-$(VERSION)/"
	$(PUT) -m 644 module/Kbuild module/*.[ch] "$(DESTDIR)$(SRCDIR)/taint_info-$(VERSION)/module/"

# All of it but a policy and settings that were changed; what DKMS has built goes with "dkms remove taint_info/VERSION --all" before.
uninstall:
	rm -rf "$(DESTDIR)$(LIBDIR)/taint-info" "$(DESTDIR)$(DOCDIR)/taint-info" \
		"$(DESTDIR)$(DOCDIR)/taintinfo" "$(DESTDIR)$(DRACUTDIR)/modules.d/90taint_info" \
		"$(DESTDIR)$(PYTHONDIR)/taint_info.egg-info" \
		"$(DESTDIR)$(SRCDIR)/taint_info-$(VERSION)"
	rm -f "$(DESTDIR)$(BINDIR)/taintinfo" "$(DESTDIR)$(MANDIR)/man1/taintinfo.1" \
		"$(DESTDIR)$(MANDIR)/man5/taintinfo-policy.5" "$(DESTDIR)$(COMPLETIONDIR)/taintinfo" \
		"$(DESTDIR)$(ZSHDIR)/_taintinfo" "$(DESTDIR)$(FISHDIR)/taintinfo.fish" \
		"$(DESTDIR)$(UNITDIR)/taint-info-export.service" \
		"$(DESTDIR)$(UNITDIR)/taint-info-export.timer" \
		"$(DESTDIR)$(SYSUSERSDIR)/taint-info-export.conf" \
		"$(DESTDIR)$(UNITDIR)/taint-info-notify@.service" \
		"$(DESTDIR)$(UDEVDIR)/rules.d/60-taint-info.rules" \
		"$(DESTDIR)$(CATALOGDIR)/taint_info.catalog" \
		"$(DESTDIR)$(MODULESLOADDIR)/taint_info.conf" \
		"$(DESTDIR)$(INITRAMFSTOOLSDIR)/hooks/taint_info" \
		"$(DESTDIR)$(DRACUTDIR)/dracut.conf.d/90-taint_info.conf" \
		"$(DESTDIR)$(SUPPORTCONFIGDIR)/plugins/taint_info" \
		"$(DESTDIR)$(APPORTDIR)/general-hooks/taint_info.py" \
		"$(DESTDIR)$(PYTHONDIR)/taint_journal.py" \
		"$(DESTDIR)$(PYTHONDIR)/sos/report/plugins/taint_info.py" \
		"$(DESTDIR)$(PYTHONDIR)/__pycache__"/taint_journal.*.pyc \
		"$(DESTDIR)$(PYTHONDIR)/sos/report/plugins/__pycache__"/taint_info.*.pyc
	@if [ -d "$(DESTDIR)$(POLICYDIR)" ] && ! rmdir "$(DESTDIR)$(POLICYDIR)" 2>/dev/null; then \
		echo "$(DESTDIR)$(POLICYDIR) has a policy and stays: remove it by hand if it is of no more use."; \
	elif [ -d "$(DESTDIR)/etc/taintinfo" ]; then \
		rmdir --ignore-fail-on-non-empty "$(DESTDIR)/etc/taintinfo"; \
	fi
	@if cmp -s host/default "$(DESTDIR)/etc/default/taint-info"; then \
		rm -f "$(DESTDIR)/etc/default/taint-info"; \
	elif [ -e "$(DESTDIR)/etc/default/taint-info" ]; then \
		echo "$(DESTDIR)/etc/default/taint-info was changed and stays: remove it by hand if it is of no more use."; \
	fi

# For build daemons: no network, no root, no kernel headers.
test:
	@$(call need_compiler,$(TOOLS_CC),the test)
	@NO_INSTALL=1 CC="$(TOOLS_CC)" scripts/suite build_tests

demo:
	@scripts/demo

demo-recording:
	@scripts/demo-recording

check:
	@scripts/check

check-all:
	@scripts/check all

matrix:
	@scripts/check matrix

bench:
	@scripts/bench

docs:
	@scripts/docs site

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
	@echo "make demo-recording   write down what it prints, in docs/demo.md and docs/demo.svg"
	@echo "make test             what needs no network, no root and no kernel headers"
	@echo "make check-install    DKMS, packages, boots of Debian 12 and 13, signatures (as root)"
	@echo "make check            ten minutes: static checks, unit tests, selftests in QEMU"
	@echo "make check-all        all tests, somewhat more than an hour"
	@echo "make matrix           the selftests on each kernel and architecture (as root)"
	@echo "make bench            what it costs, in instructions, beside other ways to know"
	@echo "make docs             a web site of README and docs/, with search, in site/"
	@echo "make help             print this"
	@echo ""
	@echo "KDIR=DIRECTORY        build for the kernel whose build directory this is"
	@echo "KUNIT=1               the KUnit suites too, for a kernel that has KUnit"
	@echo "KERNEL_SOURCE=DIR     make matrix: the kernel of these sources, built first, is the one target"
	@echo "ONLY=\"NAME ...\"       make check, check-all, matrix: only these (see scripts/check)"
	@echo "TESTS=\"NAME ...\"      make matrix: these selftests (see docs/testing.md)"
	@echo "RELEASE=RELEASE       make demo, check, check-all: with this kernel of Debian's"

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

.PHONY: modules modules_install clean tools install install-host install-tool install-support install-dkms uninstall test demo demo-recording check check-all matrix bench docs check-install help kdir fit
