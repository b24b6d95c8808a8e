"""The web process: granian in front of `asgi.py`."""

import os
from contextlib import suppress
from typing import Any

from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server import MPServer

from kck.config.bridge import END_STREAMS
from kck.config.environment import Environment

# every live page holds one request open; pages themselves are limited by the bridge
_OPEN_REQUESTS = 10_000
# tells `asgi.py` which process to follow: granian's workers would outlive a killed parent
SERVED_BY = "KCK_SERVED_BY"


class _Server(MPServer):
    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """Told to stop: end the streams first, which would otherwise be waited for."""
        for worker in self.wrks:
            with suppress(ProcessLookupError):
                os.kill(worker.inner.pid, END_STREAMS)
        super().signal_handler_interrupt(*args, **kwargs)  # type: ignore[no-untyped-call]


def serve(env: Environment) -> None:
    """Serve until SIGTERM or SIGINT; requests that have begun are finished."""
    os.environ[SERVED_BY] = str(os.getpid())
    server = _Server(
        "kck.config.asgi:application",
        address=env.bind,
        port=env.port,
        interface=Interfaces.ASGI,
        loop=Loops.asyncio,
        workers=env.web_processes,
        websockets=False,
        backpressure=_OPEN_REQUESTS,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        log_access=False,  # addresses and links with tokens are nobody's business
    )
    server.serve()
