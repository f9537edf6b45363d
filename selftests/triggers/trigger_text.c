// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/taint_text is the kernel's memory, each byte at the offset that is its address:
 * for selftests/copies on ARM, which has no /proc/kcore.  Read nothing there but text.
 */
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/string.h>
#include <linux/uaccess.h>

static ssize_t text_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	size_t len = min_t(size_t, count, PAGE_SIZE);
	void *page = (void *)__get_free_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	/* Straight from the text, a hardened kernel copies nothing to user space. */
	memcpy(page, (void *)(unsigned long)*pos, len);
	if (copy_to_user(buf, page, len))
		len = 0;
	free_page((unsigned long)page);
	*pos += len;
	return len ? len : -EFAULT;
}

static const struct proc_ops text_ops = {
	.proc_read = text_read,
	.proc_lseek = default_llseek,
};

static int __init text_init(void)
{
	return proc_create("taint_text", 0400, NULL, &text_ops) ? 0 : -ENOMEM;
}

static void __exit text_exit(void)
{
	remove_proc_entry("taint_text", NULL);
}

module_init(text_init);
module_exit(text_exit);

MODULE_DESCRIPTION("taint_info selftests: the kernel's text, where there is no /proc/kcore");
MODULE_LICENSE("GPL");
