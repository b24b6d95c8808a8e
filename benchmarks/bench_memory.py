"""What a web process holds after it has served every kind of page."""

import os
import urllib.request
from urllib.parse import urlencode

from benchmarks.bench_create import ADDRESS, make_partner, report
from benchmarks.figures import Figure
from benchmarks.ground import Ground, environment, web
from benchmarks.processor import family, resident_mb

PAGES = (
    "/",
    "/report/",
    "/cases/",
    "/cases/map/",
    "/how-we-work/",
    "/districts/13/",
    "/contact/",
    "/places/suggest?q=karmel",
    "/open311/v2/services.json",
    "/open311/v2/requests.xml",
    "/account/login/",
)


def measure(ground: Ground) -> list[Figure]:
    make_partner()
    env = environment(os.environ["KCK_DATABASE_URL"], ground.home)
    with web(env) as (port, process):
        for _ in range(20):
            for page in PAGES:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{page}").read()
            body = urlencode(report()).encode()
            urllib.request.urlopen(f"http://127.0.0.1:{port}{ADDRESS}", body).read()
        serving = max(resident_mb(one) for one in family(process))
    return [
        Figure(name="web process, pages and triage in use", measured=serving, unit="MB", most=200)
    ]
