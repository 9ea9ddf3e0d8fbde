"""GGUF model files, read without llama.cpp and without trusting them: the header, its tensors, what its cache takes."""
