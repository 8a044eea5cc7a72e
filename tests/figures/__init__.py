"""Figures that the documentation gives, measured again by hand."""
