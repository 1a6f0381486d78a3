"""Small files as partners upload them."""

from io import BytesIO

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 4)) -> bytes:
    """A picture of one colour."""
    made = BytesIO()
    Image.new("RGB", size, "white").save(made, kind)
    return made.getvalue()
