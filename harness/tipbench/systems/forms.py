"""The forms of SYSTEM that begin with a prefix, as in ``command:node summarise.js``.

A form is one file with a factory ``open_<form>(argument: str, *, options: SystemOptions) ->
System``, and its line in ``FORMS``. ``argument`` is what stands behind the prefix and its colon;
the file is imported when the form is used, and not before.

A ``System`` has ``name`` and ``predict(document)``. These are read where it has them:

- ``configuration``: a mapping of JSON values, all that its answers depend on. It is kept beside the
  predictions, and ``--resume`` compares it. Never a key or a password.
- ``predict_batch(documents)``: the answers of several documents at once, in their order.
- ``take_usage()``: what the last document cost, as a mapping of numbers that can be added up.
- ``close()``: called once, when it is needed no longer.

As a judge of summaries (``--judge``) it is opened with ``judge`` as its one task, given a
``tipbench.model.Question``, and answers yes or no (``tipbench.judging.verdicts``).

What a factory or ``predict`` raises is told as the reason: ``UsageError`` from a factory ends the
command with one line, anything from ``predict`` makes the document a miss.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from tipbench.model import System


@dataclass(frozen=True, slots=True)
class Form:
    """A form of SYSTEM.

    Attributes:
        usage: What a user writes.
        description: One line for ``tipbench systems``.
        factory: Where its factory is, as ``module:function``.
        apart: Whether its systems answer in a process that is not this one, and keep
            ``options.timeout`` and ``options.memory`` on their own. Others are run in worker
            processes where a limit is asked for.
        takes: Its own options, which no other system takes.
    """

    usage: str
    description: str
    factory: str
    apart: bool = False
    takes: tuple[str, ...] = ()

    def load(self) -> Callable[..., System]:
        """The factory, imported."""
        module, _, function = self.factory.partition(":")
        factory: Callable[..., System] = getattr(import_module(module), function)
        return factory


FORMS: dict[str, Form] = {
    "command": Form(
        "command:PROGRAM …",
        "a program that reads a JSON document a line and writes a JSON prediction a line",
        "tipbench.systems.command:open_command",
        apart=True,
    ),
    "http": Form(
        "http://…",
        "a service: a document is POSTed as JSON, the reply is its prediction as JSON",
        "tipbench.systems.service:open_http",
        apart=True,
    ),
    "https": Form(
        "https://…", "the same over TLS", "tipbench.systems.service:open_https", apart=True
    ),
    "openai": Form(
        "openai:MODEL",
        "an LLM behind an OpenAI-compatible server; --base-url, key in OPENAI_API_KEY",
        "tipbench.systems.openai.system:open_openai",
        apart=True,
        takes=("base_url", "prices"),
    ),
    "spacy": Form(
        "spacy:PIPELINE",
        "a spaCy pipeline, or several for several languages (spacy:A,B): its ents and spans",
        "tipbench.systems.pipelines.spacy:open_spacy",
    ),
    "transformers": Form(
        "transformers:MODEL",
        "a transformers model: a token classifier, a summariser, or an NLI model as a judge",
        "tipbench.systems.pipelines.transformers:open_transformers",
    ),
    "gliner": Form(
        "gliner:MODEL",
        "a GLiNER model, asked for the kinds of names of --labels",
        "tipbench.systems.pipelines.gliner:open_gliner",
    ),
}
"""By prefix, without its colon."""
