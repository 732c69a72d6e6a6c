"""The kernel: how any case moves, whatever the e-service; it knows neither web, nor job queue, nor money, nor PDF."""
