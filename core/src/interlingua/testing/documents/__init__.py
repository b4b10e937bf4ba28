"""What a wire's documents say, for machines: sample bodies with what they mean, and the documented fields with their types."""

from interlingua.testing.documents.documents import Documents, documents_of
from interlingua.testing.documents.sample import Kind, Sample
from interlingua.testing.documents.schema import Place, Schema

__all__ = ["Documents", "Kind", "Place", "Sample", "Schema", "documents_of"]
