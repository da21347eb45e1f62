"""Keys on the curve P-256, as Web Push uses them (RFC 8291, RFC 8292).

A private key is its scalar, 32 bytes; a public key is its uncompressed point, 65 bytes that begin with 4.
"""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SCALAR_BYTES = 32
POINT_BYTES = 65


def new_private_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(SCALAR_BYTES)


def public_key_of(private_key: bytes) -> bytes:
    key = ec.derive_private_key(int.from_bytes(private_key), ec.SECP256R1())
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def is_public_key(raw: bytes) -> bool:
    """Whether `raw` is an uncompressed point of the curve."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        return False
    return len(raw) == POINT_BYTES


def to_text(raw: bytes) -> str:
    """Base64 for URLs without padding, as browsers write keys (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """The reverse of `to_text`; padding is accepted.  Raises ValueError."""
    if not text.isascii():
        raise ValueError("not base64")
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
