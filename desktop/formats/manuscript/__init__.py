"""Manuscripts in and out: one shape of a book, writers for what people read and print, readers for what they bring."""
