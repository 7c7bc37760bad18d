"""The workflows, step by step: a repository, a fork with a branch, and what comes of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.forge.runner import Job, add_artifact, git

pytestmark = pytest.mark.slow
REPOSITORY = "example/volume"
NUMBER = 12
GOOD = """---
title: Curves and their moduli
authors: [{name: Ada Byron, affiliations: [here]}]
affiliations: [{id: here, name: An Institute}]
topics: [first-topic]
---

We count curves of genus $g$ and find that there are fewer than was thought.
"""
BAD = GOOD.replace("first-topic", "first-topik").replace("$g$", r"$\nosuchthing{g}$")


@dataclass
class Forge:
    """A forge in a folder: a repository, one pull request from a fork, artifacts, comments, a host."""

    folder: Path

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    @property
    def host(self) -> Path:
        return self.folder / "host.git"

    @property
    def state(self) -> dict[str, Any]:
        return json.loads((self.folder / "state.json").read_text("utf-8"))

    @property
    def own_comments(self) -> list[str]:
        return [c["body"] for c in self.state["comments"] if c["user"]["type"] == "Bot"]

    def propose(self, change: Callable[[Path], None], association: str = "FIRST_TIME_CONTRIBUTOR") -> str:
        """A pull request from a fork; gives the commit at its head."""
        fork = self.folder / "fork"
        shutil.rmtree(fork, ignore_errors=True)
        git(self.folder, "clone", "--quiet", str(self.origin), "fork")
        change(fork)
        git(fork, "add", "--all", "--force")
        git(fork, "commit", "--quiet", "--message", "Abstract: $(touch pwned)")
        git(fork, "push", "--quiet", "--force", "origin", f"HEAD:refs/pull/{NUMBER}/head")
        head, base = git(fork, "rev-parse", "HEAD"), git(fork, "rev-parse", "origin/main")
        merge = git(fork, "commit-tree", "-p", base, "-p", head, "-m", "Merge", f"{head}^{{tree}}")
        git(fork, "push", "--quiet", "--force", "origin", f"{merge}:refs/pull/{NUMBER}/merge")
        repo = {"id": 1, "full_name": REPOSITORY, "default_branch": "main"}
        pull = {
            "number": NUMBER,
            "state": "open",
            "author_association": association,
            "head": {"sha": head, "label": "ada:patch-1", "repo": {"id": 2}},
            "base": {"sha": base, "ref": "main", "repo": repo},
        }
        other = {**pull, "number": 7, "head": {**pull["head"], "label": "bob:x", "sha": "0" * 40}}
        self.write(repository=REPOSITORY, pulls=[other, pull], artifacts=[], comments=self._comments())
        return merge

    def _comments(self) -> list[dict[str, Any]]:
        if (self.folder / "state.json").exists():
            return self.state["comments"]
        mocking = "<!-- sphinx-proceedings: preview -->\nI am the bot."
        return [{"id": 1, "user": {"login": "mallory", "type": "User"}, "body": mocking}]

    def write(self, **state: Any) -> None:
        (self.folder / "state.json").write_text(json.dumps(state), "utf-8")

    def check(self, merge: str) -> Job:
        """What Check does with the pull request."""
        event = {"pull_request": self.state["pulls"][1]}
        return self._job("check", merge, event, {}).run("check.yml", "check")

    def preview(self, variables: dict[str, str], conclusion: str = "success") -> Job:
        """What Preview does when Check has ended."""
        run = {
            "id": 77,
            "event": "pull_request",
            "conclusion": conclusion,
            "head_sha": self.state["pulls"][1]["head"]["sha"],
            "head_branch": "patch-1",
            "head_repository": {"id": 2, "owner": {"login": "ada"}},
        }
        event = {"workflow_run": run, "repository": self.state["pulls"][1]["base"]["repo"]}
        main = git(self.origin, "rev-parse", "main")
        return self._job("preview", main, event, variables).run("preview.yml", "preview")

    def publish(self, job: str) -> Job:
        main = git(self.origin, "rev-parse", "main")
        return self._job(job, main, {}, {}).run("publish.yml", job)

    def _job(self, name: str, sha: str, event: dict[str, Any], variables: dict[str, str]) -> Job:
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        github = {
            "event": event,
            "sha": sha,
            "repository": REPOSITORY,
            "server_url": "https://forge.example",
            "token": "token",
        }
        return Job(folder, self.folder, self.origin, self.host, github, variables)


HOST = {"PREVIEW_REPOSITORY": "example/previews", "PREVIEW_URL": "https://previews.example/"}


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a new volume, and a host with two previews."""
    folder = tmp_path_factory.mktemp("forge")
    command = [sys.executable, "-m", "sphinx_proceedings", "init", "volume"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    volume = folder / "volume"
    settings = volume / "docs" / "volume.yml"
    settings.write_text(settings.read_text("utf-8") + "\nsite_url: https://site.example/\n", "utf-8")
    git(volume, "init", "--quiet")
    git(volume, "add", "--all")
    git(volume, "commit", "--quiet", "--message", "Begin")
    host = folder / "hosted"
    for number in (7, 8):
        (host / f"pr-{number}").mkdir(parents=True)
        (host / f"pr-{number}" / "index.html").write_text("A preview.", "utf-8")
    git(host, "init", "--quiet")
    git(host, "add", "--all")
    git(host, "commit", "--quiet", "--message", "Begin")
    git(folder, "clone", "--quiet", "--bare", "volume", "origin.git")
    git(folder, "clone", "--quiet", "--bare", "hosted", "host.git")
    git(folder / "origin.git", "config", "uploadpack.allowAnySHA1InWant", "true")
    remembered = Forge(folder).publish("remember")
    assert remembered.ok, remembered.said()
    for name in ("preview", "preview.doctrees", "preview.pictures"):
        shutil.copytree(remembered.workspace / "build" / name, folder / "cache" / "build" / name)
    return folder


@pytest.fixture
def forge(started: Path, tmp_path: Path) -> Forge:
    for name in ("origin.git", "host.git", "cache"):
        shutil.copytree(started / name, tmp_path / "forge" / name)
    return Forge(tmp_path / "forge")


def write(fork: Path, path: str, text: str) -> None:
    (fork / path).parent.mkdir(parents=True, exist_ok=True)
    (fork / path).write_text(text, "utf-8")


def hosted(forge: Forge) -> set[str]:
    return set(git(forge.host, "ls-tree", "-r", "--name-only", "main").splitlines())


def test_a_good_proposal_is_checked_shown_and_told_so_once(forge: Forge) -> None:
    merge = forge.propose(lambda fork: write(fork, "abstracts/curves.md", GOOD))
    checked = forge.check(merge)
    assert checked.ok, checked.said()
    assert "8 of 11 pages of the volume written" in checked.said()
    done = forge.preview(HOST)
    assert done.ok, done.said()
    (comment,) = forge.own_comments
    assert "https://previews.example/pr-12/abstracts/curves.html" in comment
    assert (
        "![The picture that stands for the page elsewhere](https://previews.example/pr-12/abstracts/curves.png)"
        in comment
    )
    assert "Nothing to mend" in comment
    files = hosted(forge)
    assert {
        "pr-12/abstracts/curves.html",
        "pr-12/abstracts/curves.png",
        "pr-7/index.html",
        ".nojekyll",
    } <= files
    assert "pr-8/index.html" not in files
    assert "noindex" in git(forge.host, "show", "main:pr-12/abstracts/curves.html")

    forge.propose(lambda fork: write(fork, "abstracts/curves.md", BAD))
    forge.check(git(forge.origin, "rev-parse", f"refs/pull/{NUMBER}/merge"))
    assert forge.preview(HOST).ok
    (comment,) = forge.own_comments
    assert "to mend" in comment
    assert forge.state["comments"][0]["body"].endswith("I am the bot.")


def test_the_problems_of_a_proposal_are_noted_told_and_fail_the_check(forge: Forge) -> None:
    checked = forge.check(forge.propose(lambda fork: write(fork, "abstracts/curves.md", BAD)))
    assert checked.failed() == ["Tell what there is to mend"]
    assert "::error file=abstracts/curves.md,line=5,col=" in checked.said()
    assert forge.preview({}).ok
    (comment,) = forge.own_comments
    assert "2 things to mend" in comment
    assert "A topic that the volume does not have." in comment
    assert "` There is no topic “first-topik”" in comment
    assert "https://forge.example/example/volume/blob/" in comment
    assert "https://forge.example/example/volume/actions/runs/77/artifacts/" in comment
    assert "previews.example" not in comment


def test_a_newcomer_who_changes_more_than_an_abstract_is_told_kindly_and_nothing_of_it_runs(
    forge: Forge,
) -> None:
    def change(fork: Path) -> None:
        write(fork, "abstracts/curves.md", GOOD)
        write(fork, "docs/conf.py", "from pathlib import Path\nPath('pwned').touch()\nextensions = []\n")
        write(fork, "Makefile", "engine:\n\ttouch pwned\n")
        write(fork, ".github/workflows/check.yml", "on: push\n")
        write(fork, "docs/@everyone `x` $(touch pwned)\n::set-output name=number::1.md", "x")

    checked = forge.check(forge.propose(change))
    assert checked.failed() == ["See what changes, and whether its author may change that"]
    assert "title=More than an abstract::Thank you." in checked.said()
    assert not [
        line for line in checked.said().splitlines() if line.startswith("::") and "set-output" in line
    ]
    assert not list(checked.folder.rglob("pwned"))
    assert (checked.workspace / "docs" / "conf.py").read_text("utf-8").startswith('"""Sphinx')
    assert [one["name"] for one in forge.state["artifacts"]] == ["report"]
    done = forge.preview(HOST)
    assert done.ok, done.said()
    (comment,) = forge.own_comments
    assert "Thank you" in comment
    assert "`` docs/@everyone `x` $(touch pwned) ::set-output name=number::1.md ``" in comment
    assert "pr-12/index.html" not in hosted(forge)


def test_somebody_known_may_change_the_rest_too(forge: Forge) -> None:
    def change(fork: Path) -> None:
        with (fork / "docs" / "conf.py").open("a", encoding="utf-8") as file:
            file.write("from pathlib import Path\n(Path(__file__).parent.parent / 'ran').touch()\n")

    checked = forge.check(forge.propose(change, "CONTRIBUTOR"))
    assert checked.ok, checked.said()
    assert (checked.workspace / "ran").exists()


def test_odd_files_among_abstracts_are_problems_and_nothing_more(forge: Forge) -> None:
    names = [
        "a b.md",
        "$(touch pwned).md",
        "`touch pwned`.md",
        "x\n::set-output name=number::1\n.md",
        "::warning::.md",
    ]

    def change(fork: Path) -> None:
        write(fork, "abstracts/curves.md", GOOD)
        for name in names:
            (fork / "abstracts" / name).write_text(GOOD, "utf-8")
        (fork / "abstracts" / os.fsdecode(b"\xff.md")).write_text(GOOD, "utf-8")
        (fork / "abstracts" / "passwd.md").symlink_to("/etc/passwd")
        (fork / "abstracts" / "out").symlink_to("../../..")

    checked = forge.check(forge.propose(change))
    assert checked.failed() == ["Tell what there is to mend"], checked.said()
    told = [line for line in checked.said().splitlines() if line.startswith("::")]
    assert {line.split(" ")[0] for line in told} <= {"::error", "::notice"}
    assert len([line for line in told if "title=TREE-" in line]) == len(names) + 3
    assert not list(checked.folder.rglob("pwned"))
    done = forge.preview(HOST)
    assert done.ok, done.said()
    (comment,) = forge.own_comments
    assert f"{len(names) + 3} things to mend" in comment
    assert "\n::" not in comment
    assert done.steps["pull"].outputs["number"] == str(NUMBER)
    assert not list(done.folder.rglob("pwned"))
    assert "pr-12/abstracts/curves.html" in hosted(forge)
    assert not [name for name in hosted(forge) if "root:x:" in git(forge.host, "show", f"main:{name}")]


def test_a_preview_that_is_not_ours_is_not_placed(forge: Forge) -> None:
    merge = forge.propose(lambda fork: write(fork, "abstracts/curves.md", GOOD))
    assert forge.check(merge).ok
    unpacked = forge.folder / "evil"
    shutil.unpack_archive(forge.folder / "preview.zip", unpacked)
    with (unpacked / "_static" / "proceedings.js").open("a", encoding="utf-8") as file:
        file.write("alert(1)")
    made = shutil.make_archive(str(forge.folder / "preview"), "zip", unpacked)
    add_artifact(forge.folder, Path(made))
    done = forge.preview(HOST)
    assert done.failed() == ["Unpack the preview"]
    assert "It has a file that is not the base's: _static/proceedings.js" in done.said()
    assert "pr-12/index.html" not in hosted(forge)
    assert "open `abstracts/curves.html` in your browser" in forge.own_comments[0]
    assert "previews.example" not in forge.own_comments[0]


def test_a_report_that_is_none_gives_a_comment_that_says_so(forge: Forge) -> None:
    forge.propose(lambda fork: write(fork, "abstracts/curves.md", GOOD))
    (forge.folder / "report.zip").write_bytes(b"PK nothing")
    add_artifact(forge.folder, forge.folder / "report.zip")
    assert forge.preview({}).failed() == ["Unpack the report"]
    assert "did not get far enough" in forge.own_comments[0]


def test_a_proposal_that_has_moved_on_is_left_to_its_next_check(forge: Forge) -> None:
    forge.propose(lambda fork: write(fork, "abstracts/curves.md", GOOD))
    state = forge.state
    state["pulls"][1]["head"] = {**state["pulls"][1]["head"], "label": "ada:renamed"}
    forge.write(**state)
    assert forge.preview(HOST).ok
    assert forge.own_comments == []


@pytest.mark.parametrize("conclusion", ["cancelled", "action_required", "skipped"])
def test_a_check_that_did_not_run_is_not_told_of(forge: Forge, conclusion: str) -> None:
    forge.propose(lambda fork: write(fork, "abstracts/curves.md", GOOD))
    assert forge.preview(HOST, conclusion).steps == {}


def test_what_is_merged_is_published(forge: Forge) -> None:
    done = forge.publish("build")
    assert done.ok, done.said()
    assert (done.workspace / "public" / "index.html").is_file()
