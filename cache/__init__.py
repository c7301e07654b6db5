"""Cached translations."""
