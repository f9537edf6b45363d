# SPDX-License-Identifier: GPL-2.0
#
# For people; what kbuild reads is in Kbuild.

KDIR ?= /lib/modules/$(shell uname -r)/build

modules: kdir
	$(MAKE) -C "$(KDIR)" M="$(CURDIR)" modules

modules_install: kdir
	$(MAKE) -C "$(KDIR)" M="$(CURDIR)" modules_install
	@echo "If modprobe does not find the module: depmod -a"

clean: kdir
	$(MAKE) -C "$(KDIR)" M="$(CURDIR)" clean

demo:
	@scripts/demo

check:
	@scripts/check

help:
	@echo "make                  build the module for the running kernel"
	@echo "make modules_install  install it (as root)"
	@echo "make clean            remove what was built"
	@echo "make demo             boot a stock kernel in QEMU and show the module at work"
	@echo "make check            run all checks and selftests, in QEMU"
	@echo "make help             print this"
	@echo ""
	@echo "KDIR=DIRECTORY        build for the kernel whose build directory this is"
	@echo "KUNIT=1               the KUnit suites too, for a kernel that has KUnit"
	@echo "ONLY=\"NAME ...\"       make check: only these (see scripts/check)"
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
		exit 1; \
	} >&2

.PHONY: modules modules_install clean demo check help kdir
