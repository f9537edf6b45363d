// What was of the module loader alone is declared beside add_taint().

@@
@@
+struct module;
 struct pt_regs;

@@
identifier flag;
@@
+void add_taint_module(struct module *mod, unsigned int flag, enum lockdep_ok lockdep_ok);
 extern int test_taint(unsigned flag);
