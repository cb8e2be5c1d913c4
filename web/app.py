"""The assembly: every router, the hooks around them, the pages of errors. The only file that sees everything."""

import logging
from typing import Any

from litestar import Request, Response
from litestar.config.compression import CompressionConfig
from litestar.types import ASGIApp, Receive, Scope, Send

from web import database
from web.catalogue import stamps
from web.certificate import pages as certificates
from web.committee import conflicts
from web.committee import pages as committee
from web.declaration import eligibility_pages as eligibility
from web.declaration import evidence_pages as declared_files
from web.declaration import pages as declaration
from web.enquiry import pages as enquiry
from web.evidence import pages as evidence
from web.evidence import rules as evidence_rules
from web.evidence import upload_pages as uploads
from web.home import pages as home
from web.home import tree
from web.notice import pages as messages
from web.notice import rules as notice
from web.office import help
from web.office import pages as office
from web.operating import logs, observe
from web.operating import pages as operating
from web.payment import pages as payment
from web.people import pages as people
from web.printing import committee_pages as committee_papers
from web.printing import office_pages as office_papers
from web.printing import pages as papers
from web.profile import pages as profile
from web.profile import photo_pages as photo
from web.publicity import pages as publicity
from web.review import conclusion  # noqa: F401  # declarations follow what sittings, 公示 and certificates do
from web.review import dossier_pages as dossiers
from web.review import helping_pages as helping
from web.review import lending_pages as lending
from web.review import log_pages as log
from web.review import pages as review
from web.review import posts_pages as posts
from web.review import queue_pages as queue
from web.review import return_pages as returns
from web.review import unit_pages as unit_records
from web.review.handled import handled
from web.settings import settings
from web.shell import assets, drain, errors, form, visit
from web.shell.asked import Application, Asked
from web.shell.form import FORM_LIMIT
from web.shell.show import is_fragment, lighten

HANDLERS = [
    assets.static, *home.HANDLERS, *people.HANDLERS, *lending.HANDLERS, *profile.HANDLERS,
    *photo.HANDLERS, *evidence.HANDLERS, *uploads.HANDLERS, *declared_files.HANDLERS,
    *declaration.HANDLERS,
    *eligibility.HANDLERS, *review.HANDLERS, *queue.HANDLERS, *dossiers.HANDLERS, *unit_records.HANDLERS, *returns.HANDLERS, *log.HANDLERS,
    *helping.HANDLERS,
    *posts.HANDLERS, *messages.HANDLERS,
    *committee.HANDLERS, *publicity.HANDLERS, *certificates.HANDLERS,
    *papers.HANDLERS, *office_papers.HANDLERS, *committee_papers.HANDLERS,
    *enquiry.HANDLERS, *payment.HANDLERS, *office.HANDLERS, *operating.HANDLERS,
]  # fmt: skip


async def before_request(request: Request) -> Response[Any] | None:
    """The person, then what every page around her shows; what asks for `bare` is the same for everybody."""
    if request.route_handler.opt.get("bare"):
        return None
    try:
        return await _around(request)
    except Exception as error:
        if database.is_absent(error):
            await form.remember(request)
        raise


async def _around(request: Request) -> Response[Any] | None:
    answer = await visit.before_request(request) or await helping.between(request)
    person = request.state.get("person")
    request.state["page"] = {"help": help.anchor(request.url.path)}
    if answer is None and person and not person.first and not is_fragment(request):
        if not person.clerk:
            request.state["page"]["unread"] = await notice.count(person.id, unread=True)
        request.state["page"]["tree"] = await tree.tree(person, request.url.path)
    return answer


def one_catalogue(app: ASGIApp) -> ASGIApp:
    """`app` for which the catalogue stands still while one request is answered."""

    async def around(scope: Scope, receive: Receive, send: Send) -> None:
        with stamps.still():
            await app(scope, receive, send)

    return around


def handlers(demo: bool) -> list[Any]:
    """Every route; in a demonstration also the list of its accounts."""
    if not demo:
        return HANDLERS
    from web.demo import pages as cast

    return [*HANDLERS, *cast.HANDLERS]


def create(demo: bool = settings.demo) -> Application:
    """The application."""
    return Application(
        request_class=Asked,
        route_handlers=handlers(demo),
        before_request=before_request,
        before_send=[lighten],
        middleware=[observe.observed, drain.drained, one_catalogue],
        on_startup=[logs.set_up, database.open_database],
        on_shutdown=[evidence_rules.close, database.close_database],
        exception_handlers=errors.HANDLERS,
        request_max_body_size=FORM_LIMIT,
        compression_config=CompressionConfig(
            backend="brotli",
            brotli_quality=9,
            brotli_lgwin=16,
            brotli_gzip_fallback=True,
            minimum_size=300,
            exclude=["^/static/", "/(original|pages/[0-9]+|sent/[0-9]+)$"],
        ),
        openapi_config=None,
        logging_config=None,
        debug=False,
    )


conflicts.asked.append(handled)
logging.getLogger("zhicheng").setLevel(logging.INFO)
app = create()
