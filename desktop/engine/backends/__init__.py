"""What llama.cpp can compute on besides the processor: backend files, tried in a throw-away process before use."""
