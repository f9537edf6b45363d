# What semantic patches do not do: comments, __always_inline, and the order of it all.
# The comment of add_taint() goes behind __add_taint(), to the new add_taint().

/please also modify / && !note {
	sub(/please also modify /, "&include/trace/events/taint.h,\n * ")
	note = 1
}
/^\/\*\*$/ { block = $0; next }
block != "" {
	block = block "\n" $0
	named = named || /^ \* add_taint[: (]/
	if ($0 !~ /\*\/$/)
		next
	if (named && !doc)
		doc = block
	else
		print block
	block = named = ""
	next
}
/^static void __add_taint\(/ {
	print "/*"
	print " * Out of line, as hardly ever anybody looks. It is called before the flag is"
	print " * set: what is recorded then is older than the flag. Kernels get tainted in"
	print " * any context, and tracing needs RCU to watch."
	print " */"
	print "static noinline void do_trace_taint_add(unsigned int flag, unsigned long caller,"
	print "\t\t\t\t\tconst struct module *mod)"
	print "{"
	print "\tbool rcu = warn_rcu_enter();"
	print ""
	print "\ttrace_taint_add(flag, caller, mod);"
	print "\twarn_rcu_exit(rcu);"
	print "}"
	print ""
	print "static __always_inline void __add_taint(unsigned int flag,"
	print "\t\t\t\t\tenum lockdep_ok lockdep_ok,"
	print "\t\t\t\t\tconst struct module *mod)"
	inside = 1
	next
}
inside == 1 && !/^{/ { next }
inside == 1 { inside = 2 }
{ print }
inside == 2 && /^}/ {
	print "\n" doc
	print "noinline void add_taint(unsigned int flag, enum lockdep_ok lockdep_ok)"
	print "{"
	print "\t__add_taint(flag, lockdep_ok, NULL);"
	print "}"
	inside = 3
}
inside == 3 && /^EXPORT_SYMBOL\(add_taint\)/ {
	print ""
	print "#ifdef CONFIG_MODULES"
	print "/**"
	print " * add_taint_module - add a taint flag on account of a module"
	print " * @mod: the module, which gets the flag, too."
	print " * @flag: one of the TAINT_* constants."
	print " * @lockdep_ok: whether lock debugging is still OK."
	print " */"
	print "noinline void add_taint_module(struct module *mod, unsigned int flag,"
	print "\t\t\t       enum lockdep_ok lockdep_ok)"
	print "{"
	print "\t__add_taint(flag, lockdep_ok, mod);"
	print "\tset_bit(flag, &mod->taints);"
	print "}"
	print "#endif /* CONFIG_MODULES */"
	inside = 4
}
END {
	if (!note || !doc || inside != 4) {
		print "add_taint(), its comment or the note on taint_flags is not as it was" >"/dev/stderr"
		exit 1
	}
}
