"""The copy of somebody's data as a sheet to read, print and keep (PDF/A)."""

from collections.abc import Iterator

from kck.channels.paper import Paper, Section
from kck.directory.queries import snapshot
from kck.privacy.reading import Given, Part, lines


def printed(given: Given) -> bytes:
    # what prints takes 15 MB: processes that only show pages do without
    from kck.channels.printing import as_pdf

    return as_pdf(paper_of(given))


def paper_of(given: Given) -> Paper:
    city = snapshot(given.at).city.name(given.language)
    return Paper(
        title=given.title,
        facts=(),
        sections=(
            Section(body=given.intro),
            *(one for part in given.parts for one in _sections(part)),
        ),
        foot=f"{city} · {given.title}",
        language=given.language,
        made_at=given.at,
        author=city,
        head=(city,),
    )


def _sections(part: Part) -> Iterator[Section]:
    """The heading stands once, also where somebody had several records."""
    for place, node in enumerate(part.nodes):
        yield Section(heading="" if place else part.label, body="\n".join(lines(node)))
