"""QR codes, to be handed out on paper."""

from functools import cache
from io import BytesIO

import segno


@cache  # a paper in each language has the same
def qr_code(address: str) -> bytes:
    """An SVG picture of `address`, black on white in any colour scheme, with the quiet zone that ISO/IEC 18004 asks for."""
    picture = BytesIO()
    # Level M survives a fold or a coffee stain: 15 % of the code may be lost.
    segno.make_qr(address, error="m").save(picture, kind="svg", border=4, light="#fff", omitsize=True, xmldecl=False)
    return picture.getvalue()
