/*
 * Out of line, as hardly ever anybody looks. It is called before the flag is
 * set: what is recorded then is older than the flag. Kernels get tainted in
 * any context, and tracing needs RCU to watch.
 */
static noinline void do_trace_taint_add(unsigned int flag, unsigned long caller,
					const struct module *mod)
{
	bool rcu = warn_rcu_enter();

	trace_call__taint_add(flag, caller, mod);
	warn_rcu_exit(rcu);
}

