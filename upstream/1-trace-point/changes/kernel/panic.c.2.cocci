// The body of add_taint() gets another name, to be in two functions.

@@
identifier flag, lockdep_ok;
symbol tainted_mask;
@@
-void add_taint(unsigned flag, enum lockdep_ok lockdep_ok)
+static void __add_taint(unsigned int flag, enum lockdep_ok lockdep_ok,
+			const struct module *mod)
 {
 	...
+	if (tracepoint_enabled(taint_add))
+		do_trace_taint_add(flag, _RET_IP_, mod);
 	set_bit(flag, &tainted_mask);
 	...
 }
