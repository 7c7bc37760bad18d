"""A stand-in for `gh api` that answers from a folder; run as a script."""

import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

FORGE = Path(os.environ["FORGE"])


def main() -> None:
    assert os.environ["GH_TOKEN"]
    words = sys.argv[2:]
    fields, method, path = {}, "", ""
    while words:
        word = words.pop(0)
        if word in {"-f", "-F"}:
            name, _, value = words.pop(0).partition("=")
            fields[name] = Path(value[1:]).read_text("utf-8") if value.startswith("@") else value
        elif word == "--method":
            method = words.pop(0)
        elif not word.startswith("--"):
            path = urlsplit(word).path.removeprefix("repos/")
    owner, name, *rest = path.split("/")
    said = answer(method or "GET", f"{owner}/{name}", rest, fields)
    if "--silent" not in sys.argv:
        sys.stdout.buffer.write(said)


def answer(method: str, repository: str, rest: list[str], fields: dict[str, str]) -> bytes:
    state = json.loads((FORGE / "state.json").read_text("utf-8"))
    assert repository == state["repository"]
    match method, rest:
        case "GET", ["pulls"]:
            found = [
                p for p in state["pulls"] if p["head"]["label"] == fields.get("head", p["head"]["label"])
            ]
        case "GET", ["actions", "runs", "77", "artifacts"]:
            found = {"artifacts": state["artifacts"]}
        case "GET", ["actions", "artifacts", id_, "zip"]:
            name = next(one["name"] for one in state["artifacts"] if one["id"] == int(id_))
            return (FORGE / f"{name}.zip").read_bytes()
        case "GET", ["issues", _, "comments"]:
            # Two pages, as --paginate gives them.
            return (json.dumps(state["comments"][:1]) + json.dumps(state["comments"][1:])).encode()
        case "POST", ["issues", number, "comments"]:
            bot = {"login": "github-actions[bot]", "type": "Bot"}
            found = {"id": 900 + len(state["comments"]), "user": bot, "issue": int(number), **fields}
            state["comments"].append(found)
        case "PATCH", ["issues", "comments", id_]:
            found = next(one for one in state["comments"] if one["id"] == int(id_))
            found.update(fields)
        case _:
            sys.exit(f"gh: no such address: {method} {rest}")
    (FORGE / "state.json").write_text(json.dumps(state), "utf-8")
    return json.dumps(found).encode()


if __name__ == "__main__":
    main()
