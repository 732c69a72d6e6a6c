"""How a face is served: by Gunicorn, which makes the application in its own processes."""

import os
import sys

from config import environment as env
from config.servers import Addresses
from config.settings import Settings

#: Seconds for a page, uploads over a slow line included; a stuck worker is replaced after it.
TIMEOUT = 60
#: Requests after which a worker makes way for a fresh one, so that no slow leak lasts.
REQUESTS = 20_000


def serve(face: str, settings: Settings, addresses: Addresses) -> None:
    """Become the Gunicorn that serves a face.

    Its workers switch between requests while they wait for the database (gevent), which must be
    arranged before anything opens a socket: hence a new program rather than a call.
    """
    bind = settings.portal.bind if face == "portal" else settings.backoffice.bind
    program = os.path.join(os.path.dirname(sys.executable), "gunicorn")  # noqa: PTH118, PTH120 - execve takes text
    words = [
        "gunicorn",
        f"config.{face}_face:application()",
        f"--bind={bind}",
        "--worker-class=gevent",
        f"--workers={settings.web_processes}",
        "--worker-connections=100",
        f"--timeout={TIMEOUT}",
        "--graceful-timeout=10",
        f"--max-requests={REQUESTS}",
        f"--max-requests-jitter={REQUESTS // 10}",
        "--no-control-socket",
        "--log-level=warning",
    ]
    # The sealer's own address is not among them: a web process never sees it.
    reached = {
        env.DATABASE_URL.name: addresses.database_url,
        env.REDIS_URL.name: addresses.redis_url,
    }
    os.execve(program, words, dict(os.environ) | reached)  # noqa: S606 - our own server
