"""QR codes: black on white with the quiet zone of the standard, on every background."""

import io

import segno

QUIET_MODULES = 4
PNG_MODULE_PIXELS = 16


def _code(address: str) -> segno.QRCode:
    """Level M: a seventh part of the code may be dirty or folded away (ISO/IEC 18004)."""
    return segno.make_qr(address, error="m", boost_error=True)


def qr_svg(address: str, title: str = "") -> bytes:
    """As SVG, for print in any size."""
    stream = io.BytesIO()
    _code(address).save(stream, kind="svg", border=QUIET_MODULES, scale=8, light="#fff", title=title or None)
    return stream.getvalue()


def qr_png(address: str) -> bytes:
    """As PNG, some 600 pixels wide."""
    stream = io.BytesIO()
    _code(address).save(stream, kind="png", border=QUIET_MODULES, scale=PNG_MODULE_PIXELS)
    return stream.getvalue()
