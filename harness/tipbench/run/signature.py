"""The line from which the scores of a run can be reproduced."""

from __future__ import annotations

from tipbench.corpus.load import Corpus
from tipbench.model import ViewName
from tipbench.scoring.label_views import LabelView
from tipbench.version import __version__


def sign(
    corpus: Corpus,
    view: ViewName,
    resampling: str,
    labels: LabelView | None = None,
    judge: str | None = None,
) -> str:
    """One line that says all that scores depend on besides the predictions, as sacreBLEU's."""
    known = {
        "manifest": corpus.manifest and corpus.manifest[:12],
        "revision": corpus.revision,
    }
    named = "".join(f"|{name}:{value}" for name, value in known.items() if value is not None)
    labelled = f"|labels:{labels.name}" if labels else ""
    judged = f"|{judge}" if judge else ""
    return (
        f"tipbench:{__version__}|corpus:{corpus.name}:{corpus.version}:{corpus.digest[:12]}{named}"
        f"|view:{view}{labelled}|matching:one-to-one{judged}|{resampling}"
    )


def identity(corpus: Corpus) -> dict[str, str]:
    """What ``run.json`` says of the corpus; a corpus without manifest or revision names none."""
    known = {"manifest": corpus.manifest, "revision": corpus.revision}
    return {
        "name": corpus.name,
        "version": corpus.version,
        "sha256": corpus.digest,
        **{name: value for name, value in known.items() if value is not None},
    }
