"""Recording to transcript: voice activity, windows, an engine, who spoke."""
