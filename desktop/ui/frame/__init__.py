"""The frame around every pane: rail, second column, header, model picker."""
