/* Backend files that go wrong when they are loaded; which way is said when this is compiled. */
#include <stdlib.h>
#include <unistd.h>

struct reg { int api_version; void *name, *count, *get, *proc, *context; };

struct reg *ggml_backend_init(void) {
#if defined(HANGS)
    sleep(3600);
#elif defined(ABORTS)
    abort();
#elif defined(FAULTS)
    *(volatile int *)0 = 1;
#elif defined(OTHER_VERSION)
    static struct reg old = {1};
    return &old;
#endif
    return 0;
}
