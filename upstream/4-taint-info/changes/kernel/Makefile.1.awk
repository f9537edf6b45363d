# Behind the last of them: initcalls of one level run in the order in which they are linked,
# and this one's early_initcall wants those of kprobes and of RCU before it.
{ line[NR] = $0 }
/^obj-\$\(CONFIG_[A-Z0-9_]+\) \+= / { last = NR }
/^if/ { depth++ }
/^endif/ { depth-- }
last == NR && depth { nested = NR }
END {
	if (!last || nested == last) {
		print "no line \"obj-$(CONFIG_...) +=\" to stand behind" >"/dev/stderr"
		exit 1
	}
	for (i = 1; i <= NR; i++) {
		print line[i]
		if (i == last)
			print "obj-$(CONFIG_TAINT_INFO) += taint_info/"
	}
}
