/* A backend for a processor that says how well it suits this one. */
int ggml_backend_score(void) { return SCORE; }
void *ggml_backend_init(void) { return 0; }
