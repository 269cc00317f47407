"""The embedded historian: Parquet segments behind a checksummed write-ahead file."""

from lineside.telemetry.adapters.parquet_historian.following import FollowingHistorian
from lineside.telemetry.adapters.parquet_historian.historian import ParquetHistorian

__all__ = ["FollowingHistorian", "ParquetHistorian"]
