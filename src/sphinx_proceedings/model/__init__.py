"""The records of a volume, frozen: what every later step reads and none changes.

Descriptions of fields are shown in the manual and in the published JSON Schema.
"""

from sphinx_proceedings.model.contribution import (
    Affiliation,
    Author,
    Contribution,
    FrontMatter,
    Links,
    Name,
    Status,
)
from sphinx_proceedings.model.manuscript import Manuscript, Node, Packed
from sphinx_proceedings.model.people import Identity, People
from sphinx_proceedings.model.programme import Correction, Hall, Placement, Programme, Session
from sphinx_proceedings.model.record import Record
from sphinx_proceedings.model.volume import (
    Dates,
    Host,
    Organizer,
    Quarantined,
    Settings,
    Span,
    Topic,
    Volume,
)

__all__ = [
    "Affiliation",
    "Author",
    "Contribution",
    "Correction",
    "Dates",
    "FrontMatter",
    "Hall",
    "Host",
    "Identity",
    "Links",
    "Manuscript",
    "Name",
    "Node",
    "Organizer",
    "Packed",
    "People",
    "Placement",
    "Programme",
    "Quarantined",
    "Record",
    "Session",
    "Settings",
    "Span",
    "Status",
    "Topic",
    "Volume",
]
