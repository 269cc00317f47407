"""Where the work runs: here, over processes, or on a cluster, by a setting.

The setting is a word or an address: ``here``, ``processes:4``, ``dask://host:8786``,
``ray://host:10001`` or ``spark://host:7077``. The clusters' libraries are optional (Dask's comes
with the extra ``cluster``); a cluster is reached only when it is named. Its workers need this
package.
"""

import importlib
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from lineside.inventory.forecasting.refusals import ClusterUnavailable, SeriesInvalid

_PATIENCE_S = 10
A = TypeVar("A")
B = TypeVar("B")


class Spread(Protocol):
    """Runs a function over items, like ``map``, and keeps their order."""

    def __call__(self, work: Callable[[A], B], items: Iterable[A]) -> Iterable[B]:
        """Results in the order of the items."""


def here(work: Callable[[A], B], items: Iterable[A]) -> Iterable[B]:
    """One after the other in this process."""
    return map(work, items)


@contextmanager
def spread_by(setting: str) -> Iterator[Spread]:
    """The way of spreading that a setting names, open for the length of the block."""
    if setting == "here":
        yield here
        return
    name = setting.split(":")[0]
    if name not in _WAYS:
        raise SeriesInvalid(setting=setting, problem="unknown way of spreading work")
    with _WAYS[name](setting) as spread:
        yield spread


@contextmanager
def _processes(setting: str) -> Iterator[Spread]:
    count = setting.partition(":")[2]
    if count and not count.isdigit():
        raise SeriesInvalid(setting=setting, problem="processes:N needs a number")
    # Fresh ones: a server has threads and open connections, which do not fork.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(int(count) if count else None, mp_context=fresh) as pool:

        def spread(work: Callable[[Any], Any], items: Iterable[Any]) -> Iterable[Any]:
            return pool.map(work, items)

        yield spread


@contextmanager
def _dask(setting: str) -> Iterator[Spread]:
    address = "tcp://" + setting[len("dask://") :]
    client = _reached(setting, lambda: _library("distributed").Client(address, timeout=_PATIENCE_S))

    def spread(work: Callable[[Any], Any], items: Iterable[Any]) -> Iterable[Any]:
        results: Iterable[Any] = client.gather(client.map(work, list(items), pure=False))
        return results

    with client:
        yield spread


@contextmanager
def _ray(setting: str) -> Iterator[Spread]:
    ray = _library("ray")
    _reached(setting, lambda: ray.init(address=setting, ignore_reinit_error=True))

    def spread(work: Callable[[Any], Any], items: Iterable[Any]) -> Iterable[Any]:
        # Ray takes plain functions only, and the work may be a partial one.
        remote, held = ray.remote(_applied), ray.put(work)
        results: Iterable[Any] = ray.get([remote.remote(held, item) for item in items])
        return results

    try:
        yield spread
    finally:
        ray.shutdown()


@contextmanager
def _spark(setting: str) -> Iterator[Spread]:
    sql = _library("pyspark.sql")
    session = _reached(setting, lambda: sql.SparkSession.builder.master(setting).getOrCreate())

    def spread(work: Callable[[Any], Any], items: Iterable[Any]) -> Iterable[Any]:
        held = list(items)
        context = session.sparkContext
        results: Iterable[Any] = context.parallelize(held, max(len(held), 1)).map(work).collect()
        return results

    try:
        yield spread
    finally:
        session.stop()


def _applied(work: Callable[[Any], Any], item: Any) -> Any:
    return work(item)


_WAYS = {"processes": _processes, "dask": _dask, "ray": _ray, "spark": _spark}


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise ClusterUnavailable(library=name.split(".")[0], problem="not installed") from None


def _reached(setting: str, connect: Callable[[], Any]) -> Any:
    """Each library has its own errors for a cluster that does not answer; all mean the same."""
    try:
        return connect()
    except ClusterUnavailable:
        raise
    except Exception as problem:
        raise ClusterUnavailable(setting=setting, problem=str(problem)[:200]) from None
