"""A second engine for the contract test: Sail, or the Spark Connect server that AISANCE_TEST_ENGINE names."""

import os
import warnings
from collections.abc import Iterator

import pytest
from django.conf import settings

from aisance.lake import engine

ADDRESS = os.environ.get("AISANCE_TEST_ENGINE", "")


@pytest.fixture(scope="session")
def spark_connect() -> Iterator[str]:
    """The address of a Spark Connect server, which is Sail unless the surroundings name another."""
    from aisance.lake import spark

    if ADDRESS:
        yield ADDRESS
        spark.close()
        return
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    yield f"sc://127.0.0.1:{server.listening_address[1]}"
    spark.close()
    server.stop()


class OtherEngine:
    """Points the store at the other engine for the length of a `with`; outside of it the store reads with DuckDB."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.former = settings.ENVIRONMENT

    def __enter__(self) -> "OtherEngine":
        self.former = settings.ENVIRONMENT
        settings.ENVIRONMENT = self.former.model_copy(update={"engine": self.address})
        return self

    def __exit__(self, *_: object) -> None:
        settings.ENVIRONMENT = self.former
        engine.forget()


@pytest.fixture
def other_engine(spark_connect: str) -> Iterator[OtherEngine]:
    """`with other_engine:` the store reads through Spark Connect."""
    with warnings.catch_warnings():
        # Its client warns of versions of pandas and of what its server does not know.
        warnings.simplefilter("ignore")
        yield OtherEngine(spark_connect)
