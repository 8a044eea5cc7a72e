"""The public help centre: published articles for customers as plain pages, to be read without scripts."""
