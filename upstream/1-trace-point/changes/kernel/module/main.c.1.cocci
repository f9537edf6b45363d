// It moves to kernel/panic.c.

@@
identifier mod, flag, lockdep_ok;
@@
-static inline void add_taint_module(struct module *mod, unsigned flag, enum lockdep_ok lockdep_ok)
-{
-	...
-}
