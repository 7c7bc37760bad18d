"""The command `proceedings`: what it prints, what it writes, how it ends."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner

from sphinx_proceedings.cli import main

ENVIRONMENT = {**os.environ, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
BUILDING = {"build", "publish"}
"""Commands that load Sphinx, which warns of what another build in the same process has registered."""


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in this process, if it does not build."""
    if words[0] in BUILDING:
        return run_apart(folder, *words)
    with contextlib.chdir(folder):
        done = CliRunner().invoke(
            main, words, prog_name="proceedings", env={"NO_COLOR": "1"}, catch_exceptions=False
        )
    return subprocess.CompletedProcess(words, done.exit_code, done.stdout, done.stderr)


def run_apart(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "sphinx_proceedings", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=ENVIRONMENT)


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    done = run(tmp_path, "init", "volume", "--title", "Curves '28")
    assert done.returncode == 0, done.stderr
    return tmp_path / "volume"


def break_something(volume: Path) -> Path:
    file = volume / "abstracts" / "broken.md"
    file.write_text(
        "---\ntitle: T\nauthors: [{name: Ada B}]\ntopics: [first-topik]\n---\n\nText.\n", "utf-8"
    )
    return file


def test_help_names_every_command_and_the_exit_codes(tmp_path: Path) -> None:
    said = run_apart(tmp_path, "--help").stdout
    for command in ("build", "check", "serve", "init", "import", "publish"):
        assert f"\n  {command} " in said
    assert "0 all is well" in " ".join(said.split())


def test_a_started_volume_builds_at_once_and_says_what_it_made(volume: Path) -> None:
    done = run(volume, "build", "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 contribution, " in done.stdout
    assert "No Problems." in done.stdout
    assert "peak memory" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert "Curves &#39;28" in (volume / "build" / "html" / "index.html").read_text("utf-8")


def test_init_keeps_its_hands_off_a_folder_that_is_not_empty(volume: Path) -> None:
    done = run(volume.parent, "init", "volume")
    assert done.returncode == 2
    assert done.stderr == "proceedings: volume is not empty. Choose a new folder.\n"


def test_a_folder_without_a_volume_is_told_how_to_start_one(tmp_path: Path) -> None:
    for command in (["build"], ["check"], ["publish", "public"]):
        done = run(tmp_path, *command)
        assert done.returncode == 2
        assert "proceedings init FOLDER" in done.stderr


def test_build_goes_on_with_problems_and_strict_build_fails(volume: Path) -> None:
    break_something(volume)
    assert run(volume, "build").returncode == 0
    assert run(volume, "build", "--strict").returncode == 1


def test_a_build_after_which_nothing_changed_has_nothing_to_do_and_complains_again(volume: Path) -> None:
    break_something(volume)
    first, second = run(volume, "build"), run(volume, "build", "--strict")
    assert "nothing to do" not in first.stdout
    assert "nothing to do" in second.stdout
    assert second.returncode == 1
    assert second.stdout.startswith(first.stdout.partition(" pages in ")[0])
    (volume / "build" / "html" / "index.html").unlink()
    assert "nothing to do" not in run(volume, "build").stdout
    assert (volume / "build" / "html" / "index.html").exists()


def test_check_shows_the_line_a_caret_and_the_remedy(volume: Path) -> None:
    break_something(volume)
    done = run(volume, "check")
    assert done.returncode == 1
    assert done.stdout == (
        "abstracts/broken.md:4:10: TOPIC There is no topic “first-topik”.\n"
        "    4 │ topics: [first-topik]\n"
        "      │          ^\n"
        "    → Did you mean “first-topic”?\n"
        "abstracts/broken.md:7:1: LENGTH advice: The abstract has 1 word.\n"
        "    7 │ Text.\n"
        "      │ ^\n"
        "    → Write 80 or more: the question, what you show, and why it matters.\n"
        "\n"
        "1 Problem: TOPIC 1. Advice on 1 place: LENGTH 1.\n"
    )


def test_check_of_one_file_speaks_of_that_file_alone(volume: Path) -> None:
    break_something(volume)
    assert run(volume, "check", "abstracts/sample-contribution.md").returncode == 0
    assert run(volume, "check", "abstracts/broken.md").returncode == 1
    assert run(volume, "check", "abstracts").returncode == 1
    missing = run(volume, "check", "abstracts/none.md")
    assert (missing.returncode, missing.stderr) == (2, "proceedings: there is no abstracts/none.md.\n")


def test_check_prints_json_that_has_every_field(volume: Path) -> None:
    break_something(volume)
    problem, advice = json.loads(run(volume, "check", "--format", "json").stdout)
    assert problem == {
        "path": "abstracts/broken.md", "line": 4, "column": 10, "code": "TOPIC",
        "message": "There is no topic “first-topik”.", "fix": "Did you mean “first-topic”?",
        "severity": "error",
    }  # fmt: skip
    assert (advice["code"], advice["severity"]) == ("LENGTH", "advice")


def test_no_text_of_an_author_becomes_a_workflow_command(volume: Path) -> None:
    file = break_something(volume)
    text = file.read_text("utf-8").replace("first-topik", "'x%0A::error::owned\n\n  ::warning::owned'")
    file.write_text(text, "utf-8")
    lines = run(volume, "check", "--format", "github").stdout.splitlines()
    assert lines
    starts = ("::error file=abstracts/broken.md,line=", "::notice file=abstracts/broken.md,line=")
    assert all(line.startswith(starts) for line in lines)
    assert "%250A" in lines[0]


def test_sarif_names_rule_place_and_a_mark_that_does_not_move_with_the_line(volume: Path) -> None:
    file = break_something(volume)
    first, _ = json.loads(run(volume, "check", "--format", "sarif").stdout)["runs"][0]["results"]
    assert first["ruleId"] == "TOPIC"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "abstracts/broken.md"}
    assert place["region"] == {"startLine": 4, "startColumn": 10}
    file.write_text(file.read_text("utf-8").replace("title: T", "license: CC0-1.0\ntitle: T"), "utf-8")
    moved, _ = json.loads(run(volume, "check", "--format", "sarif").stdout)["runs"][0]["results"]
    assert moved["locations"] != first["locations"]
    assert moved["partialFingerprints"] == first["partialFingerprints"]


def test_fix_mends_what_has_one_answer_says_so_and_does_it_once(volume: Path) -> None:
    file = volume / "abstracts" / "odd.md"
    text = "---\r\ntitle: T\r\nauthors:\r\n\t- name: Ada B\r\n---\r\n\r\nA te\u00adxt with\ttab.\u200b\r\n"
    file.write_bytes(text.encode())
    assert run(volume, "check").returncode == 1
    done = run(volume, "check", "--fix")
    assert done.returncode == 0, done.stdout
    assert done.stderr == (
        "abstracts/odd.md: changed the line ends\n"
        "abstracts/odd.md: removed U+00AD (soft hyphen)\n"
        "abstracts/odd.md: removed U+200B (zero width space)\n"
        "abstracts/odd.md: replaced tabs by spaces\n"
    )
    assert file.read_bytes() == b"---\ntitle: T\nauthors:\n  - name: Ada B\n---\n\nA text with\ttab.\n"
    assert run(volume, "check", "--fix").stderr == ""


@pytest.mark.parametrize("name", [".odd.md.mended", ".odd.md.part"])
def test_fix_writes_nothing_through_a_link_that_lies_beside_the_file(volume: Path, name: str) -> None:
    mine = volume.parent / "mine"
    mine.write_text("as it was")
    (volume / "abstracts" / "odd.md").write_bytes(b"---\ntitle: T\nauthors:\n  - name: Ada B\n---\n\nA\r\n")
    (volume / "abstracts" / name).symlink_to(mine)
    assert "changed the line ends" in run(volume, "check", "--fix").stderr
    assert mine.read_text() == "as it was"
    assert not (volume / "abstracts" / "odd.md").is_symlink()
    assert (volume / "abstracts" / "odd.md").read_bytes().endswith(b"\n\nA\n")


def git(volume: Path, *words: str) -> None:
    name = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *name, *words], cwd=volume, check=True, capture_output=True)


def test_changed_from_tells_of_what_the_change_breaks_in_other_files(volume: Path) -> None:
    break_something(volume)
    git(volume, "init", "-q")
    git(volume, "add", ".")
    git(volume, "commit", "-qm", "Start")
    settings = volume / "docs" / "volume.yml"
    settings.write_text(settings.read_text("utf-8").replace("id: first-topic", "id: other-topic"), "utf-8")
    said = run(volume, "check", "--changed-from", "HEAD").stdout
    assert "abstracts/sample-contribution.md" in said
    assert "There is no topic “first-topic”." in said
    assert "first-topik" not in said


def test_advice_is_shown_and_fails_a_check_only_if_it_is_strict(volume: Path) -> None:
    file = volume / "abstracts" / "broken.md"
    file.write_text("---\ntitle: T\nauthors: [{name: Ada B}]\n---\n\nText.\n", "utf-8")
    done = run(volume, "check")
    assert done.returncode == 0
    assert "LENGTH advice:" in done.stdout
    assert run(volume, "check", "--strict").returncode == 1


def test_changed_from_speaks_only_of_files_that_differ_from_a_revision(volume: Path) -> None:
    break_something(volume)
    git(volume, "init", "-q")
    git(volume, "add", ".")
    git(volume, "commit", "-qm", "Start")
    assert run(volume, "check", "--changed-from", "HEAD").returncode == 0
    broken = (volume / "abstracts" / "broken.md").read_text("utf-8")
    (volume / "abstracts" / "new.md").write_text(broken, "utf-8")
    said = run(volume, "check", "--changed-from", "HEAD").stdout
    assert "abstracts/new.md" in said
    assert "abstracts/broken.md" not in said
    done = run(volume, "check", "--changed-from", "nowhere")
    assert (done.returncode, done.stderr) == (
        2, "proceedings: git does not know the revision “nowhere” here.\n",
    )  # fmt: skip


def test_a_check_of_one_file_takes_well_under_a_second(volume: Path) -> None:
    run_apart(volume, "check")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run_apart(volume, "check", "abstracts/sample-contribution.md")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Of the processor, so that a busy machine changes little; 0.3 s on an idle one.
    assert after.ru_utime - before.ru_utime < 1


def test_publish_switches_to_a_release_without_samples_and_keeps_the_one_before(volume: Path) -> None:
    first = run(volume, "publish", "public")
    assert first.returncode == 0, first.stdout + first.stderr
    public = volume / "public"
    assert public.is_symlink()
    assert (public / "index.html").is_file()
    assert not (public / "abstracts" / "sample-contribution.html").exists()
    before = public.resolve()
    assert run(volume, "publish", "public", "--with-samples").returncode == 0
    assert (public / "abstracts" / "sample-contribution.html").is_file()
    assert public.resolve() != before
    assert (before / "index.html").is_file()
    assert run(volume, "publish", "public").returncode == 0
    assert not before.exists()


def test_a_failed_publish_changes_nothing(volume: Path) -> None:
    run(volume, "publish", "public")
    before = (volume / "public").resolve()
    break_something(volume)
    done = run(volume, "publish", "public")
    assert done.returncode == 1
    assert "Nothing was published" in done.stderr
    assert (volume / "public").resolve() == before
    assert sorted(p.name for p in (volume / "public.releases").iterdir()) == [before.name]


def test_publish_refuses_a_folder_that_it_did_not_make(volume: Path) -> None:
    (volume / "public").mkdir()
    done = run(volume, "publish", "public")
    assert done.returncode == 2
    assert "not a release of ours" in done.stderr


def test_a_release_holds_nothing_of_the_machine_that_made_it(volume: Path) -> None:
    run(volume, "publish", "public", "--with-samples")
    for file in (volume / "public").resolve().rglob("*"):
        if file.is_file():
            assert str(volume).encode() not in file.read_bytes(), file
    assert not list((volume / "public").resolve().rglob(".doctrees"))


@pytest.mark.slow
def test_serve_shows_the_site_and_builds_again_after_an_edit(volume: Path) -> None:
    command = [sys.executable, "-m", "sphinx_proceedings", "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=volume, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as server:
        assert server.stdout is not None
        watchdog = threading.Timer(90, server.kill)
        watchdog.start()
        try:
            line = next(line for line in server.stdout if line.startswith("The site is at"))
            address = line.split()[4]
            threading.Thread(target=server.stdout.read, daemon=True).start()
            assert b"Curves" in fetch(address)
            assert fetch(f"{address}_proceedings/builds") == b"1"
            index = volume / "docs" / "index.md"
            index.write_text(index.read_text("utf-8").replace("Say here", "Read here"), "utf-8")
            deadline = time.monotonic() + 60
            while fetch(f"{address}_proceedings/builds") == b"1":
                assert time.monotonic() < deadline
                time.sleep(0.2)
            assert b"Read here" in fetch(address)
        finally:
            watchdog.cancel()
            server.terminate()


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return bytes(answer.read())


def test_export_writes_what_the_site_offers(volume: Path) -> None:
    accepted = volume / "abstracts" / "accepted-text.md"
    accepted.write_text(
        "---\ntitle: A title\nauthors: [{name: Ada Author}]\n---\n\nText.\n", encoding="utf-8"
    )
    done = run(volume, "export", "bibtex", "accepted-text")
    assert done.returncode == 0
    assert done.stdout.startswith("@inproceedings{")
    assert run(volume, "export", "bibtex").stdout == done.stdout
    assert run(volume, "export", "csl-json", "--out", "all.json").stdout == ""
    [item] = json.loads((volume / "all.json").read_text(encoding="utf-8"))
    assert item["author"] == [{"family": "Author", "given": "Ada"}]
    assert json.loads(run(volume, "export", "json").stdout) == [item]
    accepted.write_text(accepted.read_text(encoding="utf-8").replace("title:", "date: 2031-05-06\ntitle:"))
    assert feedparser.parse(run(volume, "export", "atom").stdout).entries[0].title == "A title"


def test_export_names_what_it_cannot_write(volume: Path) -> None:
    for words, said in (
        (["endnote"], "there is no format “endnote”; formats are bibtex, ris, csl-json, json, ics, atom."),
        (["atom", "sample-contribution"], "a feed is of the whole volume."),
        (["atom"], "nothing of this has a date"),
        (["ris", "sample-contributoin"], "there is no contribution “sample-contributoin”."),
    ):
        done = run(volume, "export", *words)
        assert done.returncode == 2
        assert said in done.stderr


def test_import_says_what_it_did_and_a_second_time_does_nothing(volume: Path) -> None:
    source = Path(__file__).parent / "fixtures" / "imports" / "hotcrp.json"
    done = run(volume, "import", "hotcrp", str(source))
    assert done.returncode == 1
    assert "hotcrp.json: IMPORT #8: #7 has the same title." in done.stdout
    assert "Left out, without a decision: #11, #12\n" in done.stdout
    assert done.stdout.endswith("2 written, 0 unchanged, 0 skipped, 5 left out in abstracts\n")
    assert run(volume, "check", "abstracts/angstrom-7.md", "abstracts/the-sample-team-8.md").returncode == 0
    assert "0 written, 2 unchanged, " in run(volume, "import", "hotcrp", str(source), "--update").stdout


def test_import_writes_a_programme_only_where_there_is_none(volume: Path) -> None:
    source = str(Path(__file__).parent / "fixtures" / "imports" / "indico.json")
    assert "--programme FILE" in run(volume, "import", "indico", source).stdout
    done = run(volume, "import", "indico", source, "--programme", "new.yml")
    assert "3 places in the programme are in new.yml\n" in done.stdout
    (volume / "new.yml").replace(volume / "docs" / "programme.yml")
    assert run(volume, "check").returncode == 0
    refused = run(volume, "import", "indico", source, "--programme", "docs/programme.yml")
    assert refused.returncode == 2
    assert "docs/programme.yml exists" in refused.stderr


def test_import_refuses_what_it_does_not_know(volume: Path) -> None:
    (volume / "empty.json").write_text("[]", "utf-8")
    for words, said in (
        (("easychar", "empty.json"), "There is no importer “easychar”."),
        (("hotcrp", "empty.json"), "empty.json: The file has no records."),
        (("csv", "empty.json", "--column", "title"), "write FIELD=NAME"),
        (("indico", "docs"), "Is a directory"),
    ):
        done = run(volume, "import", *words)
        assert done.returncode == 2
        assert said in done.stderr


def test_the_help_of_import_names_every_importer(tmp_path: Path) -> None:
    from sphinx_proceedings.importers import IMPORTERS

    said = run(tmp_path, "import", "--help").stdout
    assert [kind for kind in IMPORTERS if kind not in said] == []
