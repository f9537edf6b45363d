# What semantic patches do not do: comments, __always_inline, and the order of it all.
# The comment of add_taint() goes behind __add_taint(), to the new add_taint().

# put(NAME): the file of that name, whole
function put(name,	file, line, lines) {
	file = code "/" name
	while ((getline line <file) > 0) {
		print line
		lines++
	}
	close(file)
	missing = missing || !lines
}

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
	put("before_add_taint.c")
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
	put("add_taint.c")
	inside = 3
}
inside == 3 && /^EXPORT_SYMBOL\(add_taint\)/ {
	put("add_taint_module.c")
	inside = 4
}
END {
	if (!note || !doc || inside != 4)
		problem = "add_taint(), its comment or the note on taint_flags is not as it was"
	else if (missing)
		problem = "what it puts in is not in " code
	if (problem) {
		print problem >"/dev/stderr"
		exit 1
	}
}
