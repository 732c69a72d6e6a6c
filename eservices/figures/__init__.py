"""Figures that the administration publishes about its e-services: open data, with its plots."""
