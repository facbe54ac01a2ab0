"""``judge/judgements.jsonl`` in a run's folder: every question with what a judge answered.

The folder ``judge`` is to the questions what a run's folder is to the documents: answers are
written as they come, ``system.json`` says what made them, and ``timing.json`` what they cost.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from tipbench.errors import DataError
from tipbench.execution.journal import Journal
from tipbench.execution.record import FILE as RECORD
from tipbench.judging.verdicts import read_verdict
from tipbench.model import Answer, Document, Question
from tipbench.prediction_files import write_lines
from tipbench.scoring.summaries.judged import Verdicts

FOLDER = "judge"
JUDGEMENTS = "judgements.jsonl"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A question, and what a judge answered.

    Attributes:
        judge: The name of the judge.
        question: The question.
        said: What it said; ``None`` where it said nothing.
        error: Why it said nothing.
    """

    judge: str
    question: Question
    said: str | None
    error: str | None = None

    @property
    def answer(self) -> bool | None:
        """Yes or no; ``None`` where it said neither."""
        return None if self.said is None else read_verdict(self.said)

    @property
    def reason(self) -> str | None:
        """Why there is no answer, where there is none."""
        if self.said is None:
            return self.error or "no reason was given"
        return None if self.answer is not None else f"said {self.said[:80]!r}; expected yes or no"

    def line(self) -> bytes:
        """As a line of the file."""
        question = {key: value for key, value in self.question.as_dict().items() if key != "title"}
        record: dict[str, Any] = {"judge": self.judge, **question, "answer": self.answer}
        record |= {} if self.said is None else {"said": self.said}
        record |= {} if self.reason is None else {"error": self.reason}
        return (json.dumps(record, ensure_ascii=False) + "\n").encode()


class JudgementJournal(Journal):
    """Keeps what a judge says.

    Of an earlier run, the answers are taken up whose question is the same, word for word; what
    has no answer yet is asked again.
    """

    file: ClassVar[str] = JUDGEMENTS

    def __init__(
        self,
        folder: Path,
        record: Mapping[str, object],
        documents: Sequence[Document],
        *,
        resume: bool,
    ) -> None:
        self._judge = str(record["system"])
        self._questions = {q.doc_id: q for q in documents if isinstance(q, Question)}
        super().__init__(folder, record, documents, resume=resume)

    def line(self, answer: Answer) -> bytes:
        """The judgement that an answer is, as a line."""
        return judgement(self._judge, self._questions[answer.doc_id], answer).line()

    def read(self, path: Path) -> dict[str, Answer]:
        """The answers that are taken up; all else leaves the file until it is answered."""
        kept = {
            doc_id: old
            for doc_id, old in read_judgements(path).items()
            if old.question == self._questions.get(doc_id) and old.answer is not None
        }
        write_lines(path, (old.line() for old in kept.values()))
        return {doc_id: Answer(doc_id, summary=old.said) for doc_id, old in kept.items()}


def judgement(judge: str, question: Question, answer: Answer) -> Judgement:
    """What a judge's answer is; its text stands where a summariser's does."""
    return Judgement(judge, question, answer.summary, answer.error)


class _Line(msgspec.Struct):
    judge: str
    doc_id: str
    language: str
    text: str
    statement: str
    said: str | None = None
    error: str | None = None


def read_judgements(path: Path) -> dict[str, Judgement]:
    """The judgements of a file by the id of their question; of several the last.

    Raises:
        DataError: A line is none.
    """
    found = {}
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            wire = msgspec.json.decode(line, type=_Line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DataError(
                f"{path}:{number}", f"{error}; expected a judgement; take the line out, or the file"
            ) from None
        question = Question(wire.doc_id, wire.language, None, wire.text, wire.statement)
        found[wire.doc_id] = Judgement(wire.judge, question, wire.said, wire.error)
    return found


def write_judgements(folder: Path, judgements: Iterable[Judgement]) -> None:
    """Write judgements into the folder of a run.

    Where others are there, what is said of their making is removed.
    """
    path = folder / FOLDER / JUDGEMENTS
    lines = [judgement.line() for judgement in judgements]
    if path.exists() and path.read_bytes() == b"".join(lines):
        return
    path.parent.mkdir(exist_ok=True)
    for name in (RECORD, "timing.json"):
        (path.parent / name).unlink(missing_ok=True)
    write_lines(path, lines)


def set_aside(folder: Path) -> None:
    """Have nobody go on with the judgements in the folder of a run."""
    path = folder / FOLDER / JUDGEMENTS
    path.replace(path.with_suffix(".old.jsonl"))


def verdicts_on(asked: Iterable[Question], judgements: Mapping[str, Judgement]) -> Verdicts:
    """The verdicts on some questions, from judgements on the same, word for word."""
    return {
        question.doc_id: old.answer
        for question in asked
        if (old := judgements.get(question.doc_id)) is not None and old.question == question
    }


def digest(judgements: Iterable[Judgement]) -> str:
    """The sha256 of questions and verdicts, whatever words the verdicts were given in."""
    rows = [
        [one.question.doc_id, one.question.statement, one.question.text, one.answer]
        for one in judgements
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
