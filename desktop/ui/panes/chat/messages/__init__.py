"""One message on the page: a person's or a reply, with what can be done to it."""
