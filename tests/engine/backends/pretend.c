/* A backend of ggml for tests: it computes on the processor, and fails in whichever way the environment asks for.

   PRETEND_KIND      1 a card (default), 2 an integrated chip
   PRETEND_MEMORY    bytes the device has (default 8 GB); what is more can't be allocated
   PRETEND_ABORT     aborts at the so-manieth computation of a graph: a device that is lost
   PRETEND_FAIL      computations from this one on return an error
   PRETEND_WRONG     results are zeros
   PRETEND_HANG      the so-manieth computation never ends

   The structs are those of ggml-backend-impl.h, GGML_BACKEND_API_VERSION 2. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef void *ptr;
struct buft_i { ptr get_name, alloc_buffer, get_alignment, get_max_size, get_alloc_size, is_host; };
struct buft { struct buft_i iface; ptr device; ptr context; };
struct buffer_i { ptr free_buffer, rest[10]; };
struct buffer { struct buffer_i iface; struct buft *buft; ptr context; size_t size; int usage; };
struct backend_i {
    ptr get_name, free, set_async, get_async, set_2d, get_2d, cpy, synchronize, plan_create, plan_free, plan_update,
        plan_compute, graph_compute, event_record, event_wait, graph_optimize;
};
struct backend { ptr guid; struct backend_i iface; ptr device; ptr context; };
struct device_i {
    ptr get_name, get_description, get_memory, get_type, get_props, init_backend, get_buffer_type,
        get_host_buffer_type, buffer_from_host_ptr, supports_op, supports_buft, offload_op, event_new, event_free,
        event_synchronize;
};
struct device { struct device_i iface; ptr reg; ptr context; };
struct reg { int api_version; struct { ptr name, count, get, proc; } iface; ptr context; };
struct props { const char *name, *description; size_t free, total; int type; const char *id; bool caps[5]; };

extern ptr ggml_backend_dev_by_type(int type);
extern ptr ggml_backend_init_by_type(int type, const char *params);
extern bool ggml_backend_dev_supports_op(ptr device, ptr op);
extern int ggml_backend_graph_compute(ptr backend, ptr graph);
extern void ggml_backend_free(ptr backend);
extern struct buffer *ggml_backend_cpu_buffer_from_ptr(ptr memory, size_t size);
extern int ggml_graph_n_nodes(ptr graph);
extern ptr ggml_graph_node(ptr graph, int index);
extern size_t ggml_nbytes(ptr tensor);
extern ptr ggml_get_data(ptr tensor);

static struct reg the_reg;
static struct device the_device;
static struct buft the_buft;
static size_t used;
static long computed;

static long number(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text ? atol(text) : otherwise;
}
static size_t total(void) { return (size_t)number("PRETEND_MEMORY", 8000000000L); }

static const char *device_name(ptr d) { return "Pretend0"; }
static const char *device_description(ptr d) { return "Pretend Card 3000"; }
static void device_memory(ptr d, size_t *f, size_t *t) { *t = total(); *f = total() - used; }
static int device_type(ptr d) { return (int)number("PRETEND_KIND", 1); }
static void device_props(ptr d, struct props *p) {
    memset(p, 0, sizeof *p);
    p->name = device_name(d);
    p->description = device_description(d);
    device_memory(d, &p->free, &p->total);
    p->type = device_type(d);
}

static const char *buft_name(ptr b) { return "Pretend"; }
static size_t buft_alignment(ptr b) { return 64; }
static bool buft_host(ptr b) { return true; }
static void buffer_free(struct buffer *buffer) { used -= buffer->size; free(buffer->context); }
static struct buffer *buft_alloc(ptr b, size_t size) {
    if (used + size > total()) {
        fprintf(stderr, "pretend: failed to allocate %zu bytes\n", size);
        return NULL;
    }
    ptr memory = aligned_alloc(64, (size + 63) / 64 * 64);
    struct buffer *buffer = ggml_backend_cpu_buffer_from_ptr(memory, size);
    buffer->iface.free_buffer = (ptr)buffer_free;
    buffer->buft = &the_buft;
    used += size;
    return buffer;
}

static const char *backend_name(ptr b) { return "Pretend"; }
static void backend_free(struct backend *b) { ggml_backend_free(b->context); free(b); }
static int backend_compute(struct backend *b, ptr graph) {
    computed++;
    if (number("PRETEND_ABORT", 0) == computed) {
        fprintf(stderr, "pretend: device lost\n");
        abort();
    }
    if (number("PRETEND_HANG", 0) == computed)
        sleep(3600);
    if (number("PRETEND_FAIL", 0) && computed >= number("PRETEND_FAIL", 0))
        return -1;
    int status = ggml_backend_graph_compute(b->context, graph);
    if (number("PRETEND_WRONG", 0)) {
        ptr last = ggml_graph_node(graph, -1);
        memset(ggml_get_data(last), 0, ggml_nbytes(last));
    }
    return status;
}
static struct backend *device_init(ptr d, const char *params) {
    static char guid[16] = "pretend";
    struct backend *made = calloc(1, sizeof *made);
    made->guid = guid;
    made->iface.get_name = (ptr)backend_name;
    made->iface.free = (ptr)backend_free;
    made->iface.graph_compute = (ptr)backend_compute;
    made->device = &the_device;
    made->context = ggml_backend_init_by_type(0, NULL);
    return made;
}
static ptr device_buft(ptr d) { return &the_buft; }
static bool device_op(ptr d, ptr op) { return ggml_backend_dev_supports_op(ggml_backend_dev_by_type(0), op); }
static bool device_supports_buft(ptr d, ptr buft) { return buft == (ptr)&the_buft; }

static const char *reg_name(ptr r) { return "Pretend"; }
static size_t reg_count(ptr r) { return 1; }
static ptr reg_get(ptr r, size_t index) { return &the_device; }

ptr ggml_backend_init(void) {
    the_buft.iface = (struct buft_i){(ptr)buft_name, (ptr)buft_alloc, (ptr)buft_alignment, NULL, NULL, (ptr)buft_host};
    the_buft.device = &the_device;
    the_device.iface.get_name = (ptr)device_name;
    the_device.iface.get_description = (ptr)device_description;
    the_device.iface.get_memory = (ptr)device_memory;
    the_device.iface.get_type = (ptr)device_type;
    the_device.iface.get_props = (ptr)device_props;
    the_device.iface.init_backend = (ptr)device_init;
    the_device.iface.get_buffer_type = (ptr)device_buft;
    the_device.iface.supports_op = (ptr)device_op;
    the_device.iface.supports_buft = (ptr)device_supports_buft;
    the_device.reg = &the_reg;
    the_reg.api_version = 2;
    the_reg.iface.name = (ptr)reg_name;
    the_reg.iface.count = (ptr)reg_count;
    the_reg.iface.get = (ptr)reg_get;
    return &the_reg;
}
