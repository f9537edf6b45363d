# SPDX-License-Identifier: GPL-2.0-only
#
# The web site of the pages in docs/, for sphinx; scripts/docs calls it.

project = "taint_info"
author = "the taint_info authors"
extensions = ["myst_parser"]
# As a forge has them: "## Secure Boot" is #secure-boot.
myst_heading_anchors = 4
# Blocks of code are of the shell, of files and of what programs print.
highlight_language = "none"
smartquotes = False
html_theme = "sphinx_rtd_theme"
html_theme_options = {"navigation_depth": 2, "collapse_navigation": True}
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
