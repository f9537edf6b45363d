# Beside what else is asked of oopses and panics.
/^config PANIC_ON_OOPS$/ && !done {
	print "source \"kernel/taint_info/Kconfig\"\n"
	done = 1
}
{ print }
END {
	if (!done) {
		print "no config PANIC_ON_OOPS to stand before" >"/dev/stderr"
		exit 1
	}
}
