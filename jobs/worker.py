"""The background worker: takes job numbers from the queue and runs them one after another."""

from __future__ import annotations

import structlog
from huey.consumer import Consumer

from access import logs
from config import Settings
from data.small_process import stay_small
from data.store import open_store
from jobs.file_keeping import bind_file_keeping, sweep
from jobs.mail import bind_mail
from jobs.mail_keeping import bind_mail_keeping
from jobs.queue import MAIL, queue
from jobs.runs import bind, resume
from jobs.visits import bind_visits


def work(settings: Settings) -> None:
    """Run jobs until SIGTERM or SIGINT; a job that is running is finished first."""
    logs.configure()
    stay_small()
    store = open_store(settings)
    huey, mail = queue(settings), queue(settings, MAIL)
    jobs = bind(huey, settings, store)
    store.when_mail_waits = bind_mail(mail, settings, store)
    bind_visits(mail, settings, store)
    bind_mail_keeping(mail, settings, store)
    bind_file_keeping(mail, settings)
    waiting = resume(settings, store, jobs.carry)
    sweep(settings)
    structlog.get_logger().info("worker started", waiting=waiting)
    sending = Consumer(mail, workers=1, max_delay=2.0)
    sending.start()
    # One worker thread: loads take a lock and both cores anyway. The signals come to it alone.
    Consumer(huey, workers=1, max_delay=1.0, graceful_signal="TERM").run()
    sending.stop(graceful=True)
