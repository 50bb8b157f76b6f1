"""QR codes, to be handed out on paper."""

import re
from functools import cache

import zxingcpp

_RUN = re.compile(rb"(\0+)|\xff+")  # dark, or light


@cache  # a paper in each language has the same
def qr_code(address: str) -> bytes:
    """An SVG picture of `address`, black on white in any colour scheme, with the quiet zone that ISO/IEC 18004 asks for."""
    # Level M survives a fold or a coffee stain: 15 % of the code may be lost.
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image()
    size, cells = image.shape[0], bytes(image)  # type: ignore[call-overload]  # 0 is dark, 255 light; its type does not say that it is a buffer
    lines = "".join(f"M0 {y}.5{_drawn(cells[y * size : (y + 1) * size])}" for y in range(size))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path stroke="#000" d="{lines}"/></svg>\n'
    ).encode()


def _drawn(row: bytes) -> str:
    """One line from left to right: drawn where it is dark, moved on where it is light."""
    runs = _RUN.finditer(row.rstrip(b"\xff"))
    return "".join(f"h{len(run[0])}" if run[1] else f"m{len(run[0])} 0" for run in runs)
