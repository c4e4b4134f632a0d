"""Files signed with Ed25519: one line that says what it is, one with the key and the signature, then what is signed."""

import base64
import hashlib
import os
from binascii import Error as NotBase64
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

MAGIC = b"kepu-release 1\n"


class NotSigned(Exception):
    """The file is not one that a known key signed as it stands; the message says why, in Chinese."""


def private_key(path: Path) -> Ed25519PrivateKey:
    """Return the key kept in `path`; made once, readable by its owner alone."""
    if not path.exists():
        made = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(base64.b64encode(made) + b"\n")
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_bytes()))


def public_text(key: Ed25519PrivateKey) -> str:
    """Return the public half as one word to write into the other installation's settings."""
    return base64.b64encode(_raw(key.public_key())).decode("ascii")


def public_key(text: str) -> Ed25519PublicKey:
    """Return the key that `public_text` wrote. Raises ValueError for anything else."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))
    except ValueError as wrong:  # also what base64 raises
        raise ValueError("not a public key") from wrong


def key_id(key: Ed25519PublicKey) -> str:
    """Return sixteen characters by which people tell keys apart."""
    return hashlib.sha256(_raw(key)).hexdigest()[:16]


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def signed(payload: bytes, key: Ed25519PrivateKey) -> bytes:
    """Return a file of `payload` with the key's signature."""
    mark = base64.b64encode(key.sign(MAGIC + payload))
    return MAGIC + key_id(key.public_key()).encode("ascii") + b" " + mark + b"\n" + payload


def opened(data: bytes, keys: Iterable[Ed25519PublicKey]) -> tuple[bytes, str]:
    """Return what a file holds and the id of the key that signed it. Raises NotSigned."""
    if not data.startswith(MAGIC):
        raise NotSigned("这不是公开数据包，或者没有签名。请用工作台一侧 kepu release export 导出的文件。")
    head, _, payload = data[len(MAGIC) :].partition(b"\n")
    name, _, mark = head.partition(b" ")
    known = {key_id(key): key for key in keys}
    key = known.get(name.decode("ascii", "replace"))
    if key is None:
        raise NotSigned("文件不是用本机信任的密钥签名的。请核对 KEPU_RELEASE_KEY 是否为工作台一侧的公钥。")
    try:
        key.verify(base64.b64decode(mark, validate=True), MAGIC + payload)
    except (InvalidSignature, NotBase64) as wrong:
        raise NotSigned("签名不符：文件在路上被改动过或没有传完整。请重新导出、重新传送。") from wrong
    return payload, key_id(key)
