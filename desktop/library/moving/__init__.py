"""Moving all models to another folder: copied, verified, switched to, and only then, if a person says so, removed."""
