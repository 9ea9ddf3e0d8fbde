"""New versions: looked for when a person asks, checked, installed by the system's way; and the way back."""
