from dataclasses import replace

import pytest

import tipbench
from tipbench.errors import NoAnswer, UsageError
from tipbench.model import Document, Question
from tipbench.systems.registry import resolve_system

pytestmark = pytest.mark.extra("transformers", "torch")

ENTAILED, NEUTRAL = 0, 1


@pytest.fixture
def build_nli(tmp_path, word_tokenizer):
    """Saves a BERT for which a pair of texts is entailment where "Rabat" stands in either."""

    def build(labels=("entailment", "neutral"), length=64):
        import torch
        from tokenizers import processors
        from transformers import BertConfig, BertForSequenceClassification

        tokenizer = word_tokenizer(["Rabat", "the", "in"], length)
        tokenizer.backend_tokenizer.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]",
            pair="[CLS] $A [SEP] $B:1 [SEP]:1",
            special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
        )
        model = BertForSequenceClassification(
            BertConfig(
                vocab_size=len(tokenizer), hidden_size=2, intermediate_size=2,
                num_attention_heads=1, num_hidden_layers=1, max_position_embeddings=length + 2,
                id2label=dict(enumerate(labels)),
                label2id={label: number for number, label in enumerate(labels)},
            )
        )  # fmt: skip
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.zero_()
            # Layer norm makes nothing of (1, 1), and (1, -1) of "Rabat"; attention is the mean.
            embeddings, layer = model.bert.embeddings, model.bert.encoder.layer[0]
            for norm in (embeddings, layer.attention.output, layer.output):
                norm.LayerNorm.weight.fill_(1)
            embeddings.word_embeddings.weight.fill_(1)
            rabat = tokenizer.convert_tokens_to_ids("Rabat")
            embeddings.word_embeddings.weight[rabat] = torch.tensor([1.0, 0.0])
            for same in (layer.attention.self.value, model.bert.pooler.dense, model.classifier):
                same.weight.copy_(torch.eye(2))
            layer.attention.output.dense.weight.copy_(1000 * torch.eye(2))
            model.classifier.bias[NEUTRAL] = 0.5
        model.save_pretrained(tmp_path / "nli")
        tokenizer.save_pretrained(tmp_path / "nli")
        return tmp_path / "nli"

    return build


def question(text, statement):
    return Question("d#k01", "en", None, text, statement)


def test_a_summary_states_what_it_entails(build_nli):
    system = resolve_system(f"transformers:{build_nli()}", [])
    assert system.entailed == ENTAILED
    assert system.predict(question("It is in Rabat.", "the the")) is True
    assert system.predict(question("It is in the", "the the")) is False


def test_the_summary_comes_first_and_is_cut_where_both_are_too_long(build_nli, caplog):
    system = resolve_system(f"transformers:{build_nli()}", [])
    given = []

    def tokenizer(*texts, **options):
        given.append(texts)
        return system.tokenizer(*texts, **options)

    watched = replace(system, tokenizer=tokenizer)
    assert watched.predict(question("the " * 100, "in Rabat")) is True
    assert set(given) == {("the " * 100, "in Rabat")}
    assert "d#k01 has 105 tokens, the model reads 64; the end of the summary" in caplog.text
    assert system.predict(question("the " * 100 + "Rabat", "the")) is False


def test_a_model_that_reads_too_little_for_a_statement_answers_nothing(build_nli, corpus):
    judge = f"transformers:{build_nli(length=24)}"
    with pytest.raises(UsageError, match=r"answered none of 78 .*tip-000#k01: .*Truncation error"):
        tipbench.evaluate("lead", corpus, judge=judge, tasks=["summaries"])


def test_a_run_is_judged(build_nli, corpus):
    folder = build_nli(length=2048)
    run = tipbench.evaluate("lead", corpus, judge=f"transformers:{folder}", tasks=["summaries"])
    stated = [
        one.answer == ("Rabat" in one.question.text + one.question.statement)
        for one in run.judged.judgements
    ]
    assert len(stated) == 78
    assert all(stated)


def test_its_own_name_for_the_class_of_the_others_is_none_of_ours(build_nli):
    folder = build_nli(labels=("ENTAILMENT", "not_entailment"))
    assert resolve_system(f"transformers:{folder}", []).entailed == ENTAILED


def test_another_classifier_is_no_judge(build_nli):
    with pytest.raises(UsageError, match=r"classifier of positive, negative; expected an NLI"):
        resolve_system(f"transformers:{build_nli(labels=('positive', 'negative'))}", [])


def test_it_is_a_judge_and_no_system(build_nli):
    system = resolve_system(f"transformers:{build_nli()}", [])
    with pytest.raises(NoAnswer, match="expected it as --judge"):
        system.predict(Document("d", "en", None, "Rabat"))
