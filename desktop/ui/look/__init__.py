"""The look: theme, tokens, fonts, icons, Qt's own widgets."""
