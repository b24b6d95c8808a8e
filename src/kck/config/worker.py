"""The worker process: runs the queue's jobs, and takes up those of workers that died."""

import asyncio
import logging
from collections.abc import Sequence

from procrastinate import App
from procrastinate.app import WorkerOptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.db_cleanup import DjangoApp

# a worker that is silent this long is dead
HEARTBEAT_SECONDS = 5.0
DEAD_AFTER_SECONDS = 20.0
_LOOK_EVERY_SECONDS = 5.0
_SHUTDOWN_SECONDS = 20.0
_log = logging.getLogger(__name__)

# One statement, so that two workers looking at once do not put the same job back twice. Of those
# that share a queueing lock one is put back, and none where another one waits: it does their work.
_TAKE_UP = """
WITH lost AS (
  SELECT id, task_name, queueing_lock FROM procrastinate_jobs
   WHERE status = 'doing'
     AND (worker_id IS NULL OR worker_id IN (
          SELECT id FROM procrastinate_workers
           WHERE last_heartbeat < now() - make_interval(secs => %(silent)s)))
   ORDER BY id FOR UPDATE SKIP LOCKED
), told AS (
  SELECT id, task_name,
         row_number() OVER (PARTITION BY COALESCE(queueing_lock, id::text) ORDER BY id) = 1
         AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs AS waiting
                          WHERE waiting.status = 'todo'
                            AND waiting.queueing_lock = lost.queueing_lock) AS again
    FROM lost
)
SELECT id, task_name, again,
       CASE WHEN again THEN procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL)::text
            ELSE procrastinate_finish_job_v1(id, 'aborted', false)::text END AS done
  FROM told
"""


def work(*, concurrency: int, queues: Sequence[str] = (), once: bool = False) -> None:
    """Run jobs until SIGTERM or SIGINT; a job that has begun may finish."""
    asyncio.run(_work(concurrency, list(queues), once=once))


async def _work(concurrency: int, queues: list[str], *, once: bool) -> None:
    runner = _runner()
    options: WorkerOptions = {
        "concurrency": concurrency,
        "wait": not once,
        "shutdown_graceful_timeout": _SHUTDOWN_SECONDS,
        "update_heartbeat_interval": HEARTBEAT_SECONDS,
        "stalled_worker_timeout": DEAD_AFTER_SECONDS,
    }
    if queues:
        options["queues"] = queues
    async with runner.open_async():
        looking = asyncio.create_task(_keep_looking(runner))
        try:
            await runner.run_worker_async(**options)
        finally:
            looking.cancel()


def _runner() -> App:
    """The same tasks on connections of the worker's own.

    The tasks keep belonging to Django's app: what a job defers is written on Django's connection,
    with the change that asked for it. `replace_connector` would part the two.
    """
    runner = DjangoApp(connector=app.connector.get_worker_connector())  # type: ignore[attr-defined]
    runner.tasks = app.tasks
    runner.periodic_registry = app.periodic_registry
    return runner


async def _keep_looking(runner: App) -> None:
    while True:
        try:
            await take_up_stalled_jobs(runner)
        except Exception:
            _log.exception("could not look for jobs that lost their worker")
        await asyncio.sleep(_LOOK_EVERY_SECONDS)


async def take_up_stalled_jobs(runner: App) -> list[int]:
    """A killed worker leaves its jobs "doing" for ever; put them back and say which."""
    rows = await runner.connector.execute_query_all_async(_TAKE_UP, silent=DEAD_AFTER_SECONDS)
    for row in rows:
        fate = "is run again" if row["again"] else "is left to the one that waits"
        _log.warning("job %s (%s) lost its worker and %s", row["id"], row["task_name"], fate)
    return [row["id"] for row in rows if row["again"]]
