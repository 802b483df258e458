"""What Selaras costs: workloads prove their result right, then are timed. See `python -m bench --help`."""
