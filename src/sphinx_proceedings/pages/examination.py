"""An examination: every Problem of a volume, and advice on its contributions, found without a build.

A submission is judged as a build judges it; nothing is kept of its text but what is to be said of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sphinx_proceedings import checks
from sphinx_proceedings.checks import advice, documents
from sphinx_proceedings.checks.usage import Said, Usage, said, said_raw
from sphinx_proceedings.model import Contribution, Manuscript, Node
from sphinx_proceedings.pages import groundwork
from sphinx_proceedings.pages.judgement import SHARE, judge
from sphinx_proceedings.pages.remade import Remade
from sphinx_proceedings.parallel import by_shares, without_collector
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.sources import Layout
from sphinx_proceedings.sources.contribution import front_matter
from sphinx_proceedings.sources.documents import read_documents
from sphinx_proceedings.sources.marked_yaml import Marked
from sphinx_proceedings.sources.volume import Submission

GLANCES = 200
"""So many files are glanced at at a time."""
UNREAD = Manuscript(Node("document"), Node("document"), "")


@dataclass(frozen=True, slots=True)
class Examined:
    """What is to be said of a submission by itself, and what else matters of it: no text.

    `contribution` is None where a Problem keeps it out; `known` is what can be known of it in any case.
    """

    contribution: Contribution | None
    known: Contribution | None
    problems: tuple[Problem, ...]
    advice: tuple[Problem, ...]


@without_collector()
def examine(layout: Layout, is_meant: Callable[[str], bool] | None = None, jobs: int = 1) -> list[Problem]:
    """Every Problem of all files of the volume in a folder, and advice, by place.

    With `is_meant`, which says of a path whether somebody asks for it, only the bibliography and the
    submissions that are meant are judged; of the others is looked up what they say that these say too.
    FileNotFoundError where there is no volume.yml; UnusableVolume where it or people.yml has Problems.
    """
    ground = groundwork.lay(layout)
    known = ground.surveyed.submissions
    meant = [submission for submission in known if is_meant is None or is_meant(submission.path)]
    # Where no submission is meant, a bibliography is.
    others = [one for one in known if meant and is_meant and not is_meant(one.path)]
    examined = list(by_shares(partial(_examined, ground.context), meant, SHARE, jobs))
    outcomes = zip(meant, examined, strict=True)
    volume = ground.surveyed.volume((one, made.contribution, made.problems) for one, made in outcomes)
    own = map(said, volume.contributions)
    usage = Usage([*own, *by_shares(_glance, others, GLANCES, jobs)])
    found = [problem for made in examined for problem in made.advice]
    marks = partial(_marked, {submission.id: submission for submission in meant})
    found += advice.compare((made.known for made in examined if made.known), usage, marks)
    if is_meant is None:
        found += advice.of_settings(volume.settings, f"{ground.docs}/volume.yml")
        entries = {key: reference.entry for key, reference in ground.library.entries.items()}
        found += documents.run(read_documents(layout), layout.docs, volume, entries)
        found += ground.problems_of(volume)
    else:
        found += [*volume.problems, *ground.problems]
    return sorted(set(found))


def _examined(context: checks.Context, submissions: Sequence[Submission]) -> Iterator[Examined]:
    unread = [(submission, None) for submission in submissions]
    for judged in judge(unread, context, Remade()):
        made, known = judged.contribution, judged.known
        advised = tuple(advice.run(known, judged.marked)) if known else ()
        yield Examined(made and _unread(made), known and _unread(known), judged.problems, advised)


def _unread(contribution: Contribution) -> Contribution:
    return replace(contribution, manuscript=UNREAD)


def _glance(submissions: Sequence[Submission]) -> Iterator[Said]:
    for submission in submissions:
        yield said_raw(front_matter(submission.data(), submission.path).data)


def _marked(submissions: Mapping[str, Submission], contribution: Contribution) -> Marked:
    return front_matter(submissions[contribution.id].data(), contribution.path)
