"""A pull request, found from the event that tells of its check; nothing that the check wrote is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MAX_ARTIFACT = {"report": 4 * 1024 * 1024, "preview": 400 * 1024 * 1024}
"""The artifacts that are fetched, and how large each may be, compressed."""


@dataclass(frozen=True)
class Pull:
    """An open pull request at the commit that was checked, and the ids of its artifacts; 0 for none."""

    number: int
    head: str
    artifacts: dict[str, int]


def pull_of(event: dict[str, Any], pulls: list[Any], artifacts: dict[str, Any]) -> Pull | None:
    """The pull request that the run of `event` checked; None if it has moved on, or could be several.

    `pulls` is GitHub's list of open pull requests of the run's branch. The number cannot be taken from the
    event, which has none for a fork, nor from an artifact, where a stranger could write another's. So it is
    the pull request whose commit and repositories are those of the run.
    """
    run = event["workflow_run"]
    if run["event"] != "pull_request":
        return None
    fits = [
        pull
        for pull in pulls
        if pull["state"] == "open"
        and pull["head"]["sha"] == run["head_sha"]
        # A fork that was deleted has no repository.
        and (pull["head"]["repo"] or {}).get("id") == run["head_repository"]["id"]
        and pull["base"]["repo"]["id"] == event["repository"]["id"]
        and pull["base"]["ref"] == event["repository"]["default_branch"]
    ]
    if len(fits) != 1:
        return None
    found = {
        name: next(
            (
                int(one["id"])
                for one in artifacts["artifacts"]
                if one["name"] == name and not one["expired"] and one["size_in_bytes"] <= most
            ),
            0,
        )
        for name, most in MAX_ARTIFACT.items()
    }
    return Pull(int(fits[0]["number"]), str(run["head_sha"]), found)
