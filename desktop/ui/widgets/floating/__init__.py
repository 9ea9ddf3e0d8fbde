"""What floats over the window: cards, menus, sheets, toasts, questions."""
