"""llama.cpp as a library: a loaded model, its samplers, the machine it runs on."""
