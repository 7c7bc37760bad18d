"""The node that stands in an authored document where a part of the volume will be shown."""

from docutils import nodes


class part(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A part of the volume: attributes `kind` and `options`."""
