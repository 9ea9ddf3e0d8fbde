"""The story pane: a manuscript with the model beside it."""
