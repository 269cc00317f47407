"""Quality: checks, control charts, nonconformance, holds and inspection."""
