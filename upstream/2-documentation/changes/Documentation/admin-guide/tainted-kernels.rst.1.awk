# A section before the table.
/^Table for decoding tainted state$/ {
	print ""
	print "Being told when the kernel gets tainted"
	print "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~"
	print ""
	print "The number says what has happened since the kernel was booted, but neither when"
	print "nor why, and it stays the same when something happens again. A kernel with"
	print "tracing has an event for each time that it gets tainted, with the flag, the"
	print "function that set it, and the module that was loaded, where that is the reason::"
	print ""
	print "	# cd /sys/kernel/tracing"
	print "	# echo 1 > events/taint/taint_add/enable"
	print "	# cat trace_pipe"
	print "	[...] taint_add: flag=12 letter=O was_set=0 caller=load_module+0xb5d/0x2a40 module=example"
	print ""
	print "See Documentation/trace/events-taint.rst for more about it. ``/sys/module/*/taint``"
	print "has the flags of each module that is loaded."
	print ""
	print ""
	done = 1
}
{ print }
END {
	if (!done) {
		print "no section \"Table for decoding tainted state\"" >"/dev/stderr"
		exit 1
	}
}
