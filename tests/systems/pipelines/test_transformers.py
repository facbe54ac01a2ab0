import json
import logging

import pytest

import tipbench
from tipbench.cli import main
from tipbench.errors import UsageError
from tipbench.model import Document
from tipbench.systems.registry import resolve_system

pytestmark = pytest.mark.extra("transformers", "torch")

TEXT = (
    "Ambassador Puneet Talwar spoke in Rabat, Morocco, before the United Nations Human Rights "
    "Council. «Maroc»: Rabat.\n\n"
)


def document(text, doc_id="d"):
    return Document(doc_id, "en", None, text)


def names(system, text):
    answer = system.predict(document(text))
    return [(text[e["start"] : e["end"]], e["type"]) for e in answer["entities"]]


EXPECTED = [
    ("Puneet Talwar", "PER"),
    ("Rabat", "LOC"),
    ("Morocco", "LOC"),
    ("United Nations Human Rights Council", "ORG"),
    ("Maroc", "LOC"),
    ("Rabat", "LOC"),
]


def test_a_token_classifier_finds_names(build_tagger):
    system = resolve_system(f"transformers:{build_tagger()}", [])
    assert names(system, TEXT) == EXPECTED
    assert names(system, "") == []


@pytest.fixture
def random_tagger(tmp_path, word_tokenizer):
    """Saves a BERT of random weights: any label anywhere, within words too."""
    import torch
    from transformers import BertConfig, BertForTokenClassification

    torch.manual_seed(1)
    tokenizer = word_tokenizer(["the", "in", "of", "traf", "##fick", "##ing", "de", "la"], 4096)
    labels = dict(enumerate(["O", "B-LOC", "I-LOC", "B-PER", "I-PER"]))
    model = BertForTokenClassification(
        BertConfig(
            vocab_size=len(tokenizer), hidden_size=16, intermediate_size=16, num_hidden_layers=2,
            num_attention_heads=2, max_position_embeddings=4098, id2label=labels,
            label2id={label: number for number, label in labels.items()}, initializer_range=1.0,
        )
    )  # fmt: skip
    model.save_pretrained(tmp_path / "random")
    tokenizer.save_pretrained(tmp_path / "random")
    return tmp_path / "random"


def test_the_names_are_those_of_the_pipeline_of_transformers(random_tagger, corpus):
    from transformers import pipeline

    system = resolve_system(f"transformers:{random_tagger}", [])
    peer = pipeline("token-classification", str(random_tagger), aggregation_strategy="first")
    compared = 0
    for article in corpus.documents():
        for line in article.text.splitlines():
            ours = system.predict(document(line))["entities"]
            theirs = [(e["start"], e["end"], e["entity_group"]) for e in peer(line)]
            assert [(e["start"], e["end"], e["type"]) for e in ours] == theirs
            compared += len(theirs)
    assert compared > 400


@pytest.mark.parametrize("length", [12, 13, 16, 31, 64, 100])
def test_long_texts_lose_and_double_nothing_where_windows_meet(build_tagger, length):
    system = resolve_system(f"transformers:{build_tagger(length)}", [])
    for offset in range(8):
        text = "a " * offset + TEXT * 6
        assert names(system, text) == EXPECTED * 6


def test_more_windows_than_go_through_the_model_at_once(build_tagger):
    system = resolve_system(f"transformers:{build_tagger(16)}", [])
    assert names(system, TEXT * 40) == EXPECTED * 40


def test_the_first_piece_of_a_word_speaks_for_all_of_it(build_tagger):
    # Spelt Rabat ##o ##i ##s; only the first piece votes for a name.
    system = resolve_system(f"transformers:{build_tagger()}", [])
    assert names(system, "A Rabatois, in Rabat.") == [("Rabatois", "LOC"), ("Rabat", "LOC")]


def test_a_model_without_a_length_of_its_own_is_read_in_its_positions(build_tagger):
    folder = build_tagger(20)
    settings = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    settings.pop("model_max_length")
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    system = resolve_system(f"transformers:{folder}", [])
    assert system.size == 20
    assert names(system, TEXT * 5) == EXPECTED * 5


@pytest.fixture(params=["right", "left", None])
def byte_level_folder(request, tmp_path, corpus):
    """Saves a RoBERTa of no layers and random weights with a byte-level tokenizer.

    Its tokens hold the space before a word, and its words the signs behind it.
    """
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast, RobertaConfig, RobertaForTokenClassification

    torch.manual_seed(2)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    trainer = trainers.BpeTrainer(
        vocab_size=900, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    tokenizer.train_from_iterator([d.text for d in corpus.documents()], trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    padding = {} if request.param is None else {"pad_token": "<pad>", "padding_side": request.param}
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", unk_token="<unk>",
        cls_token="<s>", sep_token="</s>", **padding,
    )  # fmt: skip
    labels = dict(enumerate(["O", "B-LOC", "I-LOC", "B-PER"]))
    model = RobertaForTokenClassification(
        RobertaConfig(
            vocab_size=len(fast), hidden_size=8, num_hidden_layers=0, num_attention_heads=1,
            max_position_embeddings=66, type_vocab_size=1, id2label=labels, pad_token_id=1,
            label2id={label: number for number, label in labels.items()},
        )
    )  # fmt: skip
    with torch.no_grad():
        model.roberta.embeddings.position_embeddings.weight.zero_()
        model.classifier.weight.normal_()
    model.save_pretrained(tmp_path / "roberta")
    fast.save_pretrained(tmp_path / "roberta")
    return tmp_path / "roberta"


def test_a_byte_level_tokenizer_in_windows_of_any_size(byte_level_folder, corpus):
    from dataclasses import replace

    # 66 positions, of which RoBERTa uses 64.
    system = resolve_system(f"transformers:{byte_level_folder}", [])
    assert system.size == 64
    for article in corpus.documents():
        found = system.predict(article)["entities"]
        assert len(found) > 20
        for size in (11, 32, 63):
            assert replace(system, size=size).predict(article)["entities"] == found
        for name in found:
            surface = article.text[name["start"] : name["end"]]
            assert surface == surface.strip() != ""


def test_scored_in_the_labels_of_conll(build_tagger, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert (
        main(["evaluate", f"transformers:{build_tagger()}", "--labels", "conll", "--out", "r"]) == 0
    )
    run = json.loads((tmp_path / "r" / "run.json").read_text(encoding="utf-8"))
    assert run["labels"] == "conll"
    assert "|labels:conll|" in run["signature"]
    assert list(run["scores"]) == ["entities"]
    strict = run["scores"]["entities"]["strict"]
    assert strict["precision"] > 0.5
    assert not [line for line in run["warnings"] if "does not have" in line]


@pytest.fixture
def summariser(build_summariser):
    """A summariser that says how it wants to be used."""
    return build_summariser(
        task_specific_params={
            "summarization": {"prefix": "summarize: ", "max_new_tokens": 9, "num_beams": 2}
        }
    )


@pytest.fixture
def build_summariser(tmp_path, word_tokenizer):
    """Saves a T5 of random weights; what it says is nonsense, and always the same."""

    def build(**config):
        import torch
        from transformers import T5Config, T5ForConditionalGeneration

        torch.manual_seed(0)
        tokenizer = word_tokenizer(["the", "report", "Morocco"], 64)
        model = T5ForConditionalGeneration(
            T5Config(
                vocab_size=len(tokenizer), d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2,
                decoder_start_token_id=0, pad_token_id=0, eos_token_id=3, **config,
            )
        )  # fmt: skip
        model.save_pretrained(tmp_path / "t5")
        tokenizer.save_pretrained(tmp_path / "t5")
        return tmp_path / "t5"

    return build


def test_a_sequence_to_sequence_model_summarises(summariser, caplog):
    system = resolve_system(f"transformers:{summariser}", [])
    assert system.prefix == "summarize: "
    assert system.arguments == {"max_new_tokens": 9, "num_beams": 2}
    short = document("the report")
    answer = system.predict(short)
    assert list(answer) == ["summary"]
    assert answer["summary"]
    assert answer == system.predict(short)
    assert not caplog.records


def test_a_summariser_that_says_nothing_may_write_as_much_as_a_summary_has(build_summariser):
    system = resolve_system(f"transformers:{build_summariser()}", [])
    assert system.prefix == ""
    assert system.arguments == {"max_new_tokens": 150}
    assert len(system.predict(document("the report"))["summary"].split()) > 20


def test_what_a_summariser_cannot_read_is_told(summariser, caplog):
    system = resolve_system(f"transformers:{summariser}", [])
    with caplog.at_level(logging.WARNING):
        system.predict(document("the report " * 100, "tip-9"))
    assert "tip-9 has 212 tokens, the model reads 64; the rest is not summarised" in caplog.text


def test_a_summariser_is_scored_on_summaries_alone(summariser, corpus):
    run = tipbench.evaluate(f"transformers:{summariser}", corpus)
    assert list(run.scores) == ["summaries"]
    assert not run.failures


def test_no_such_model(tmp_path):
    with pytest.raises(UsageError, match=r"transformers:nobody/nothing.*cannot be loaded"):
        resolve_system("transformers:nobody/nothing", [])
    with pytest.raises(UsageError, match="cannot be loaded"):
        resolve_system(f"transformers:{tmp_path}", [])


def test_a_model_of_another_kind(tmp_path):
    from transformers import BertConfig

    BertConfig(architectures=["BertForMaskedLM"]).save_pretrained(tmp_path)
    with pytest.raises(UsageError, match=r"architecture BertForMaskedLM; expected one that ends"):
        resolve_system(f"transformers:{tmp_path}", [])
