"""Names that say "the same" and nothing else."""

import hashlib

#: Bytes; two of a million names fall together with a chance of one in ten billion.
SIZE = 8


def pseudonym(secret: bytes, kind: str, name: str) -> str:
    """Give a name that only who holds the secret could find again from the real one."""
    keyed = hashlib.blake2b(digest_size=SIZE, key=hashlib.sha256(secret).digest())
    keyed.update(f"{kind}\0{name}".encode())
    return keyed.hexdigest()
