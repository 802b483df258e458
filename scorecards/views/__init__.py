"""The pages of scorecards, one module for each kind of page."""
