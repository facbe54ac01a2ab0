"""Tiny models, built and saved by the tests: what they answer is known, since it is built in."""

import pytest

ORGANISATION = ["United", "Nations", "Human", "Rights", "Council"]
TAGGED = {
    "Rabat": "B-LOC",
    "Morocco": "B-LOC",
    "Maroc": "B-LOC",
    "Talwar": "I-PER",
    "Puneet": "B-PER",
    **dict(zip(ORGANISATION, ["B-ORG", *["I-ORG"] * 4], strict=True)),
}
LABELS = ["O", "B-LOC", "I-LOC", "B-PER", "I-PER", "B-ORG", "I-ORG"]


@pytest.fixture(name="word_tokenizer")
def _word_tokenizer():
    return make_word_tokenizer


def make_word_tokenizer(words, length):
    """A WordPiece tokenizer that knows ``words`` and spells the others by letters."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    letters = [chr(code) for code in range(33, 383)]
    pieces = [*special, *words, *letters, *(f"##{letter}" for letter in letters)]
    vocabulary = {piece: number for number, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=length,
    )


@pytest.fixture
def build_tagger(tmp_path):
    """Saves a BERT of no layers whose words vote for the labels of ``TAGGED``."""

    def build(length=512):
        import torch
        from transformers import BertConfig, BertForTokenClassification

        tokenizer = make_word_tokenizer(TAGGED, length)
        model = BertForTokenClassification(
            BertConfig(
                vocab_size=len(tokenizer),
                hidden_size=len(LABELS),
                num_attention_heads=1,
                num_hidden_layers=0,
                max_position_embeddings=length + 2,
                id2label=dict(enumerate(LABELS)),
                label2id={label: number for number, label in enumerate(LABELS)},
            )
        )
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.zero_()
            embeddings = model.bert.embeddings
            embeddings.LayerNorm.weight.fill_(1)
            embeddings.word_embeddings.weight[:, 0] = 1
            for word, label in TAGGED.items():
                vote = torch.nn.functional.one_hot(
                    torch.tensor(LABELS.index(label)), len(LABELS)
                ).float()
                embeddings.word_embeddings.weight[tokenizer.convert_tokens_to_ids(word)] = vote
            model.classifier.weight.copy_(torch.eye(len(LABELS)))
        folder = tmp_path / f"tagger-{length}"
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        return folder

    return build


@pytest.fixture(autouse=True)
def no_hub(monkeypatch):
    """Models are built here; whoever asks for another is told at once that there is none."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
