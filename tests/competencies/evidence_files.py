"""Files that people might upload as evidence."""

from io import BytesIO

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
"""As small as one can be."""


def picture(kind: str, *, size: tuple[int, int] = (3, 2)) -> bytes:
    """A picture of that format."""
    file = BytesIO()
    Image.new("RGB", size, "white").save(file, kind)
    return file.getvalue()
