"""Staffing: how many agents, where and until when, by simulating an e-service's own procedure.

The modules that load NumPy are imported by the worker that answers what-ifs, never by a web
process: this package re-exports nothing.
"""
