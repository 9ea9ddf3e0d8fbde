"""The settings pane: a page per section, made from the declarations."""
