import os
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.db import connection
from tests.looping import run_async

from kck.config import worker

WORKER = """
import sys, time
from pathlib import Path
import django
django.setup()
from procrastinate.contrib.django import app
from kck.config import worker

@app.task(name="once_more")
def once_more():
    marks = Path(sys.argv[1])
    with marks.open("a") as out:
        out.write("begun\\n")
    if marks.read_text().count("begun") == 1:
        time.sleep(60)

worker.HEARTBEAT_SECONDS, worker.DEAD_AFTER_SECONDS, worker._LOOK_EVERY_SECONDS = 0.2, 1.0, 0.2
worker.work(concurrency=1)
"""


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db):
    """Django does not empty these tables: they are the queue's own."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def environment():
    params = connection.get_connection_params()
    host, port = quote(params["host"], safe=""), params.get("port", "")
    url = f"postgresql://{params['user']}@/{params['dbname']}?host={host}&port={port}"
    return {**os.environ, "KCK_DATABASE_URL": url}


def test_the_job_of_a_killed_worker_is_run_again_by_the_next(tmp_path, environment):
    marks = tmp_path / "marks"
    start = [sys.executable, "-c", WORKER, str(marks)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES (%s, %s, '{}')",
            ["default", "once_more"],
        )

    first = subprocess.Popen(start, env=environment)
    try:
        _until(lambda: marks.exists() and marks.read_text())  # a file is there before its words
    finally:
        first.kill()
        first.wait()
    second = subprocess.Popen(start, env=environment)
    try:
        _until(lambda: _status() == "succeeded")
    finally:
        second.terminate()
        second.wait(30)

    assert marks.read_text() == "begun\nbegun\n"


def test_the_job_of_a_living_worker_is_left_alone():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
            " VALUES ('default', 'once_more', '{}', 'doing', %s)",
            [cursor.fetchone()[0]],
        )

    assert run_async(_take_up()) == []
    assert _status() == "doing"


def test_of_lost_jobs_that_share_a_queueing_lock_one_is_run_again():
    for status, lock in (("doing", "a"), ("doing", "a"), ("doing", "b"), ("todo", "b")):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status,"
                " queueing_lock) VALUES ('default', 'once_more', '{}', %s, %s)",
                [status, lock],
            )

    assert len(run_async(_take_up())) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT queueing_lock, array_agg(status::text ORDER BY id) FROM procrastinate_jobs"
            " GROUP BY 1 ORDER BY 1"
        )
        assert cursor.fetchall() == [("a", ["todo", "aborted"]), ("b", ["aborted", "todo"])]


async def _take_up():
    runner = worker._runner()
    async with runner.open_async():
        return await worker.take_up_stalled_jobs(runner)


def _status():
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE task_name = 'once_more'")
        return cursor.fetchone()[0]


def _until(true, seconds=60):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_the_tasks_keep_deferring_on_djangos_own_connection():
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    runner = worker._runner()

    assert runner.tasks is app.tasks
    assert isinstance(app.job_manager.connector, DjangoConnector)
