"""The laws of interlingua on the format: nothing is lost, invented or reordered, neither whole nor streamed."""

from interlingua.testing.conformance import DialectConformance

from interlingua_sundial.dialect import SundialDialect


class TestDialect(DialectConformance):
    """One test for each way in which a law can be broken."""

    dialect = SundialDialect()
