"""Sessions are sealed at rest: while a second factor is set up, its secret waits in the session."""

import json
from typing import Any

from django.core.signing import BadSignature

from kepu.people.crypto import Unreadable, seal, unseal

PURPOSE = "session"


class SealedSerializer:
    """JSON, sealed. A session that cannot be read counts as none, and the person signs in again."""

    def dumps(self, obj: Any) -> bytes:
        return seal(json.dumps(obj, separators=(",", ":")), purpose=PURPOSE).encode("ascii")

    def loads(self, data: bytes) -> Any:
        try:
            return json.loads(unseal(data.decode("latin-1"), purpose=PURPOSE))
        except Unreadable as wrong:
            raise BadSignature from wrong
