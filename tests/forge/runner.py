"""A runner of workflows on this machine: what sets something up is replaced, and the rest is run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.forge import expressions

GH = Path(__file__).with_name("gh.py")


def git(folder: Path, *words: str | bytes, **more: Any) -> str:
    """What git says."""
    person = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *person, *words], cwd=folder, capture_output=True, check=False, **more)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout.decode(errors="replace").strip()


@dataclass
class Step:
    """What became of a step."""

    name: str
    outcome: str
    said: str = ""
    outputs: dict[str, str] = field(default_factory=dict)


@dataclass
class Job:
    """A job on a fresh machine, in `folder`; `forge` is what lasts beyond it."""

    folder: Path
    forge: Path
    origin: Path
    host: Path
    github: dict[str, Any]
    variables: dict[str, str] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    @property
    def ok(self) -> bool:
        return all(step.outcome == "success" for step in self.steps.values() if step.outcome != "skipped")

    def run(self, workflow: str, job: str) -> Job:
        """Run the steps of a job of a workflow, as it stands in the repository at `origin`."""
        text = git(self.origin, "show", f"main:.github/workflows/{workflow}")
        described = yaml.safe_load(text)["jobs"][job]
        if not expressions.holds(str(described.get("if", "")), self._context(), ok=True):
            return self
        (self.folder / "temp").mkdir(parents=True)
        (self.folder / "bin").mkdir()
        (self.folder / "event.json").write_text(json.dumps(self.github["event"]), "utf-8")
        gh = self.folder / "bin" / "gh"
        gh.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{GH}" "$@"\n', "utf-8")
        gh.chmod(0o755)
        going = True
        for number, step in enumerate(described["steps"]):
            key = step.get("id", f"step {number}")
            made = self._step(step, going)
            self.steps[key] = made
            going = going and (made.outcome != "failure" or step.get("continue-on-error", False))
        return self

    def said(self) -> str:
        """All that was said in the log."""
        return "\n".join(step.said for step in self.steps.values())

    def failed(self) -> list[str]:
        """The names of the steps that failed."""
        return [step.name for step in self.steps.values() if step.outcome == "failure"]

    def _context(self) -> dict[str, Any]:
        steps = {k: {"outputs": s.outputs, "outcome": s.outcome} for k, s in self.steps.items()}
        secrets = {"PREVIEW_KEY": "key"}
        return {"github": self.github, "vars": self.variables, "secrets": secrets, "steps": steps}

    def _step(self, step: dict[str, Any], going: bool) -> Step:
        name = step.get("name") or step.get("uses") or step["run"]
        if not expressions.holds(str(step.get("if", "")), self._context(), ok=going):
            return Step(name, "skipped")
        if "uses" in step:
            given = {
                k: expressions.filled(str(v), self._context()) for k, v in step.get("with", {}).items()
            }
            SETUP[step["uses"].partition("@")[0]](self, given)
            return Step(name, "success")
        # An expression in a script is text that somebody else may have written.
        assert "${{" not in step["run"]
        given = {k: expressions.filled(v, self._context()) for k, v in step.get("env", {}).items()}
        return self._shell(name, step["run"], given)

    def _shell(self, name: str, script: str, given: dict[str, str]) -> Step:
        out, file = self.folder / "temp" / "output", self.folder / "temp" / "step.sh"
        out.write_text("", "utf-8")
        file.write_text(script, "utf-8")
        own = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "CI": "true",
            "FORGE": str(self.forge),
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "GITHUB_OUTPUT": str(out),
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_SHA": self.github["sha"],
            "GITHUB_REPOSITORY": self.github["repository"],
            "GITHUB_SERVER_URL": self.github["server_url"],
            "RUNNER_TEMP": str(self.folder / "temp"),
        }
        done = subprocess.run(
            ["bash", "-e", file], cwd=self.workspace, env=own | given, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        lines = out.read_text("utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        outcome = "failure" if done.returncode else "success"
        return Step(name, outcome, done.stdout.decode("utf-8"), outputs)


def _checkout(job: Job, given: dict[str, str]) -> None:
    if "repository" in given:
        assert given["ssh-key"] == "key"
        git(job.workspace, "clone", "--quiet", str(job.host), given["path"])
        return
    assert given["persist-credentials"] == "False"
    job.workspace.mkdir()
    git(job.workspace, "init", "--quiet")
    depth = given.get("fetch-depth", "1")
    git(job.workspace, "fetch", "--quiet", f"--depth={depth}", f"file://{job.origin}", job.github["sha"])
    git(job.workspace, "checkout", "--quiet", "--detach", "FETCH_HEAD")


def _python(job: Job, _given: dict[str, str]) -> None:
    """What `make engine` would make; it then finds that there is nothing to do."""
    python = job.workspace / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    (job.workspace / ".venv" / ".stamp").touch()


def _restore(job: Job, given: dict[str, str]) -> None:
    for path in given["path"].split():
        kept = job.forge / "cache" / path
        if kept.is_dir():
            shutil.copytree(kept, job.workspace / path)


def _upload(job: Job, given: dict[str, str]) -> None:
    folder = job.workspace / given["path"]
    archive = job.forge / f"{given['name']}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                made.write(file, file.relative_to(folder))
    add_artifact(job.forge, archive)


def add_artifact(forge: Path, archive: Path) -> None:
    """Tell the forge of an artifact."""
    state = json.loads((forge / "state.json").read_text("utf-8"))
    others = [one for one in state["artifacts"] if one["name"] != archive.stem]
    size = archive.stat().st_size
    made = {
        "id": 500 + max((one["id"] for one in state["artifacts"]), default=0),
        "name": archive.stem,
        "size_in_bytes": size,
        "expired": False,
    }
    state["artifacts"] = [*others, made]
    (forge / "state.json").write_text(json.dumps(state), "utf-8")


def _nothing(_job: Job, _given: dict[str, str]) -> None:
    pass


SETUP = {
    "actions/checkout": _checkout,
    "actions/setup-python": _python,
    "actions/cache": _restore,
    "actions/cache/restore": _restore,
    "actions/upload-artifact": _upload,
    "actions/upload-pages-artifact": _nothing,
}
