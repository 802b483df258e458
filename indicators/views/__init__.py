"""The pages of indicators, one module for each kind of page."""
