
#ifdef CONFIG_MODULES
/**
 * add_taint_module - add a taint flag on account of a module
 * @mod: the module, which gets the flag, too.
 * @flag: one of the TAINT_* constants.
 * @lockdep_ok: whether lock debugging is still OK.
 */
noinline void add_taint_module(struct module *mod, unsigned int flag,
			       enum lockdep_ok lockdep_ok)
{
	__add_taint(flag, lockdep_ok, mod);
	set_bit(flag, &mod->taints);
}
#endif /* CONFIG_MODULES */
