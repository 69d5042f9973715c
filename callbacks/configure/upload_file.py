"""Takes a file that is too large for a callback, as the browser sends it."""

from __future__ import annotations

from access.actor import Actor
from access.policy import NotPermitted
from callbacks.basis import Services
from callbacks.configure.upload_quota import daily
from callbacks.configure.upload_view import address
from data.chart import chart
from data.store.store import StoreError
from loaders.errors import LoaderError
from loaders.uploads.desk import Desk
from pages.configure.upload import PATH


def file_taken(
    services: Services, actor: Actor, kind: str, content: bytes, name: str
) -> tuple[int, str]:
    """Keep the file: 200 and the address of its upload, or a refusal and what is wrong."""
    codes = chart(services.warehouse, actor.district)
    desk = Desk(services.store, actor, actor.district, codes, services.clock, quota=daily(services))
    try:
        number = desk.start(kind, content, name[:255] or "the file")
        desk.map(number)
    except NotPermitted as error:
        return 403, str(error)
    except (StoreError, LoaderError) as error:
        return 400, str(error)
    return 200, PATH + address(kind, number)
