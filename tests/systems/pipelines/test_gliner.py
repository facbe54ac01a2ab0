import re
import sys
from itertools import pairwise
from types import SimpleNamespace

import pytest

from tipbench.errors import UsageError
from tipbench.model import Document
from tipbench.scoring.label_views import NAMES, label_view
from tipbench.systems.options import SystemOptions
from tipbench.systems.pipelines.gliner import asked_labels, merge, open_gliner
from tipbench.systems.registry import resolve_system

TEXT = "The envoy Puneet Talwar met the Conseil national des droits de l'homme in Rabat. "
NAMES_IN_TEXT = [
    ("Puneet Talwar", "PER"),
    ("Conseil national des droits de l'homme", "ORG"),
    ("Rabat", "LOC"),
]
KNOWN = {
    "person": "Puneet Talwar",
    "organization": "Conseil national des droits de l'homme",
    "location": "Rabat",
}


class StandIn:
    """Answers as a GLiNER model does: it reads ``max_len`` words and leaves out the rest."""

    def __init__(self, max_len):
        self.config = SimpleNamespace(max_len=max_len)
        self.asked = []

    def inference(self, texts, labels, flat_ner=True):
        self.asked.append(labels)
        return [self._one(text, labels) for text in texts]

    def _one(self, text, labels):
        words = [*re.finditer(r"\w+(?:[-_]\w+)*|\S", text)][: self.config.max_len]
        seen = text[: words[-1].end()] if words else ""
        return [
            {"start": m.start(), "end": m.end(), "text": m.group(), "label": label, "score": 0.9}
            for label in labels
            for m in re.finditer(re.escape(KNOWN.get(label, "\0")), seen)
        ]


@pytest.fixture
def stand_in(monkeypatch):
    def install(max_len=384):
        model = StandIn(max_len)
        loader = SimpleNamespace(from_pretrained=lambda name: model)
        module = SimpleNamespace(GLiNER=loader, __version__="0")
        monkeypatch.setitem(sys.modules, "gliner", module)
        return model

    return install


def found(system, text):
    answer = system.predict(Document("d", "en", None, text))
    return [(text[e["start"] : e["end"]], e["type"]) for e in answer["entities"]]


def test_what_is_asked_for_and_what_is_meant(stand_in):
    model = stand_in()
    system = open_gliner("some/model", options=SystemOptions(labels="conll"))
    assert found(system, TEXT) == NAMES_IN_TEXT
    assert model.asked == [["person", "organization", "location", "miscellaneous"]]
    assert found(system, "") == []


@pytest.mark.parametrize("view", NAMES)
def test_every_view_has_something_to_ask_for_that_it_can_score(view, corpus):
    known = label_view(view)
    labels = known.tagset if known else corpus.labels["entities.type"]
    assert set(asked_labels(view).values()) <= set(labels)
    assert len(set(asked_labels(view).values())) >= 4


@pytest.mark.parametrize("size", [28, 30, 40, 64])
def test_long_texts_lose_and_double_nothing_where_windows_meet(stand_in, size):
    stand_in(size)
    system = open_gliner("some/model", options=SystemOptions(labels="conll"))
    for offset in range(12):
        text = "a " * offset + TEXT * 9
        assert found(system, text) == NAMES_IN_TEXT * 9


def test_overlapping_names_of_neighbours_are_one():
    from tipbench.model import Span

    earlier, later = [(Span(4, 9), "ORG")], [(Span(6, 12), "ORG"), (Span(14, 15), "PER")]
    assert merge([earlier, later], seams=[6]) == [(Span(4, 9), "ORG"), (Span(14, 15), "PER")]


def test_gliner_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "gliner", None)
    with pytest.raises(UsageError, match=r"gliner is not installed.*'tipbench\[gliner\]'"):
        resolve_system("gliner:some/model", [])


@pytest.mark.extra("gliner")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of torch, as GLiNER is imported
def test_no_such_model(monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(UsageError, match=r"gliner:.*cannot be loaded: .*expected a GLiNER model"):
        resolve_system(f"gliner:{tmp_path}/nothing", [])


@pytest.fixture
def tiny_model(tmp_path, word_tokenizer):
    """Saves a GLiNER of random weights that reads 40 words."""
    import torch
    from gliner import GLiNER, GLiNERConfig
    from transformers import BertConfig

    torch.manual_seed(0)
    tokenizer = word_tokenizer(["the", "Puneet", "Talwar", "person"], 512)
    tokenizer.save_pretrained(tmp_path / "backbone")
    BertConfig(
        vocab_size=len(tokenizer), hidden_size=16, intermediate_size=16, num_hidden_layers=1,
        num_attention_heads=2,
    ).save_pretrained(tmp_path / "backbone")  # fmt: skip
    config = GLiNERConfig(
        model_name=str(tmp_path / "backbone"), hidden_size=16, max_len=40, max_width=6, dropout=0.0
    )
    model = GLiNER.from_config(config, backbone_from_pretrained=False)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(3)  # far enough from one half on both sides
    model.save_pretrained(tmp_path / "model")
    return tmp_path / "model"


@pytest.mark.extra("gliner", "torch")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of torch, as GLiNER is imported
def test_a_real_model(tiny_model):
    system = resolve_system(f"gliner:{tiny_model}", [], SystemOptions(labels="ontonotes"))
    assert system.size == 40
    asked = asked_labels("ontonotes")
    theirs = system.model.inference([TEXT], list(asked), flat_ner=True)[0]
    assert theirs
    assert found(system, TEXT) == [(name["text"], asked[name["label"]]) for name in theirs]
    # A longer text goes in windows: what GLiNER does not read it would warn of, an error here.
    answer = system.predict(Document("d", "en", None, TEXT * 20))["entities"]
    assert answer[-1]["end"] > len(TEXT) * 19
    assert all(a["end"] <= b["start"] for a, b in pairwise(answer))
