"""The handbook that comes with the program: its pages in each language, and the search in them."""
