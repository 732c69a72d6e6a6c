"""The kernel: how any case moves; it knows neither web, nor job queue, nor money, nor PDF."""
