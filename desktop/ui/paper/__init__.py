"""Conversations as PDF."""
