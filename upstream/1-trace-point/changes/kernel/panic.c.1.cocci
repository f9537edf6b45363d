// After all other headers, as with CREATE_TRACE_POINTS some of them would make more.

@@
@@
 #include <kunit/test-bug.h>
+
+#define CREATE_TRACE_POINTS
+#include <trace/events/taint.h>
