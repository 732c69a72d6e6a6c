"""Demand: what arrived by hour, day and week, what is known of the days to come, the forecast.

The modules that load the statistics library (`forecasting`) are imported by the worker that makes
forecasts, never by a web process: this package re-exports nothing.
"""
