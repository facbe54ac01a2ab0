import asyncio
from collections.abc import Sequence

import pytest

import tipbench
from tipbench.errors import NoAnswer, UsageError
from tipbench.model import Document
from tipbench.systems.functions import as_system

DOCUMENT = Document("d", "en", "A title", "text")


class Finder:
    name = "finder"

    def predict(self, document):
        return document.title


class AsyncFinder:
    async def predict(self, document):
        await asyncio.sleep(0)
        return document.title


class ListFinder:
    def predict(self, documents):
        return [document.title for document in documents]


def of_one(document):
    return document.title


async def of_one_async(document):
    return document.title


def of_documents(documents):
    return [document.title for document in documents]


def of_a_list(texts: list[Document]):
    return [document.title for document in texts]


async def of_a_sequence_async(texts: Sequence[Document]):
    return [document.title for document in texts]


def with_a_default(document, model="small"):
    return document.title


@pytest.mark.parametrize(
    ("value", "takes_list"),
    [
        (of_one, False),
        (of_one_async, False),
        (with_a_default, False),
        (Finder(), False),
        (Finder, False),
        (AsyncFinder(), False),
        (of_documents, True),
        (of_a_list, True),
        (of_a_sequence_async, True),
        (ListFinder(), True),
        (ListFinder, True),
    ],
)
def test_what_may_be_a_system(value, takes_list):
    system = as_system(value, "mine")
    assert system.predict(DOCUMENT) == "A title"
    assert hasattr(system, "predict_batch") == takes_list
    assert system.name == ("finder" if value in (Finder,) or isinstance(value, Finder) else "mine")


def test_an_object_that_is_a_whole_system_is_left_as_it_is():
    finder = Finder()
    assert as_system(finder, "other") is finder


def test_what_an_object_has_besides_predict_is_kept():
    class Counting:
        configuration = {"threshold": 0.5}  # noqa: RUF012

        async def predict(self, document):
            return []

        def take_usage(self):
            return {"requests": 1}

    system = as_system(Counting(), "counting")
    assert system.configuration == {"threshold": 0.5}
    assert system.take_usage() == {"requests": 1}
    assert not hasattr(system, "predict_batch")


def test_async_clients_keep_their_loop():
    loops = []

    async def find(document):
        loops.append(asyncio.get_running_loop())
        return []

    system = as_system(find, "mine")
    system.predict(DOCUMENT)
    system.predict(DOCUMENT)
    assert loops[0] is loops[1]


def test_an_async_function_works_inside_a_running_loop(corpus):
    async def find(document):
        return [{"text": "Morocco", "type": "GPE"}]

    async def notebook():
        return tipbench.evaluate(find, corpus, tasks=["entities"])

    assert not asyncio.run(notebook()).failures


@pytest.mark.parametrize("returned", [[], ["a", "b"], "ab", None])
def test_a_list_is_answered_by_a_list_of_its_length(returned):
    system = as_system(lambda documents: returned, "mine")
    with pytest.raises(NoAnswer, match="expected a list with one answer for each"):
        system.predict(DOCUMENT)


class NeedsAModel:
    def __init__(self, model):
        self.model = model

    def predict(self, document):
        return []


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (3, "found a int"),
        (str, "found a type"),
        (lambda: [], "found a function with the parameters none"),
        (lambda document, model: [], "with the parameters document, model"),
        (NeedsAModel, "making a NeedsAModel without arguments failed: TypeError"),
    ],
)
def test_what_is_no_system(value, message):
    with pytest.raises(UsageError, match=message):
        as_system(value, "mine")


def test_a_summary_may_be_a_plain_string(corpus):
    run = tipbench.evaluate(lambda document: document.text[:200], corpus, tasks=["summaries"])
    assert not run.failures
    assert set(run.scores) == {"summaries"}


def test_a_list_function_is_given_several_documents_and_one_where_it_failed(corpus):
    seen = []

    def find(documents):
        seen.append([document.doc_id for document in documents])
        if any(document.doc_id == "tip-002" for document in documents):
            raise ValueError("too long")
        return [[{"text": "Rabat", "type": "GPE"}] for _ in documents]

    run = tipbench.evaluate(find, corpus, tasks=["entities"])
    assert run.failures == {"tip-002": "ValueError: too long"}
    assert [len(documents) for documents in seen] == [5, 1, 1, 1, 1, 1]
