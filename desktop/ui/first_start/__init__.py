"""The very first start: one page, before anything is kept anywhere."""
