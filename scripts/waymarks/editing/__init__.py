"""Texts changed in a browser, and what editors' programs are told."""
