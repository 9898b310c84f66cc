"""Answers to keep in a file: the printed and sealed report, and the page where anyone checks a receipt."""
