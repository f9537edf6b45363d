noinline void add_taint(unsigned int flag, enum lockdep_ok lockdep_ok)
{
	__add_taint(flag, lockdep_ok, NULL);
}
