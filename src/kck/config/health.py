"""Is it alive, is it ready, how is it: for load balancers and Prometheus, with nobody's data."""

import hmac
import ipaddress

import psutil
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# jobs that should have begun by now; the age is of the one that waits longest
_QUEUE = """
SELECT count(*), coalesce(extract(epoch FROM now() - min(greatest(j.scheduled_at, e.at))), 0)
  FROM procrastinate_jobs j
  JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
 WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())
"""
_JOBS = "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status"
_WORKERS = """
SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'
"""
_DELIVERIES = "SELECT state, count(*) FROM messaging_delivery GROUP BY state"


@require_safe
@never_cache
def alive(_request: HttpRequest) -> HttpResponse:
    """This process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(_request: HttpRequest) -> HttpResponse:
    """Pages can be served: 200. A late queue is said but does not take the pages away."""
    try:
        waiting, oldest = queue_lag()
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "does not answer"}, status=503)
    return JsonResponse(
        {"ready": True, "database": "ok", "jobs_waiting": waiting, "queue_lag_seconds": oldest}
    )


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, for this machine or for who holds the token."""
    if not _may_read(request):
        return HttpResponse("Set KCK_METRICS_TOKEN and send it as a bearer token.\n", status=403)
    lines = [*_process_lines(), *_database_lines()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


def queue_lag() -> tuple[int, int]:
    """How many jobs wait that should run, and for how many seconds the first of them has waited."""
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE)
        waiting, oldest = cursor.fetchone()
    return int(waiting), int(oldest)


def live_workers() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WORKERS)
        return int(cursor.fetchone()[0])


def _may_read(request: HttpRequest) -> bool:
    token = settings.ENV.metrics_token
    if token:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(sent.encode(), token.encode())
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    # a proxy on this machine speaks for strangers
    return address.is_loopback and "X-Forwarded-For" not in request.headers


def _process_lines() -> list[str]:
    process = psutil.Process()
    return [
        *_gauge("kck_process_resident_memory_bytes", process.memory_info().rss),
        *_gauge("kck_process_threads", process.num_threads()),
        *_gauge("kck_process_start_time_seconds", int(process.create_time())),
    ]


def _database_lines() -> list[str]:
    try:
        waiting, oldest = queue_lag()
        return [
            *_gauge("kck_database_up", 1),
            *_gauge("kck_queue_waiting_jobs", waiting),
            *_gauge("kck_queue_oldest_job_seconds", oldest),
            *_gauge("kck_workers", live_workers()),
            *_counted("kck_jobs", "status", _JOBS),
            *_counted("kck_deliveries", "state", _DELIVERIES),
        ]
    except DatabaseError:
        return _gauge("kck_database_up", 0)


def _gauge(name: str, value: float) -> list[str]:
    return [f"# TYPE {name} gauge", f"{name} {value}"]


def _counted(name: str, label: str, query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows = cursor.fetchall()
    return [
        f"# TYPE {name} gauge",
        *(f'{name}{{{label}="{state}"}} {count}' for state, count in rows),
    ]
