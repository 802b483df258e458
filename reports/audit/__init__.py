"""The audit trail: every change of everything that is tracked, in one list.

kinds (what is tracked and where it belongs) -> places, filters (which traces) -> positions (their order) ->
facts, links, trail (what is read of a trace) -> as_csv.
"""
