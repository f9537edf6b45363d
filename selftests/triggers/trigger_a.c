// SPDX-License-Identifier: GPL-2.0-only
#define warn_in_twin warn_in_a
#include "twin.h"
