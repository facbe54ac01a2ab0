"""The page is made from the inventories: what they have it offers, and nothing else."""

import dataclasses
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from tipbench.annotation.records import LabelRecord
from tipbench.cli import main
from tipbench.errors import DataError, UsageError
from tipbench.label_studio.configuration import configuration, read_layers
from tipbench.label_studio.fields import CHOICES, REGION_LAYERS, control
from tipbench.label_studio.instruction import instruction
from tipbench.label_studio.tasks import chosen_layers

SHARED = [layer for layer in CHOICES if layer != "contrastive"]


def page(inventories, layers=SHARED, **more):
    return ElementTree.fromstring(configuration(layers, inventories, **more))


def labels_of(root):
    return [label.get("value") for label in root.iter("Label")]


def choices_of(root, name):
    (tag,) = [each for each in root.iter() if each.get("name") == name]
    return [choice.get("alias") or choice.get("value") for choice in tag.iter("Choice")]


def test_labels_and_choices_are_those_of_the_inventories(inventories):
    root = page(inventories)
    assert labels_of(page(inventories, ["entities"])) == list(inventories.names("type"))
    assert choices_of(root, "numeric_facts_kind") == list(inventories.names("kind"))
    assert choices_of(root, "document_stance_net") == list(inventories.names("document_stance"))
    ids = choices_of(root, "stance_holder")
    assert ids[:2] == ["writer", "new"]
    assert sorted(ids[2:]) == sorted(inventories.names("entity"))


def test_a_new_label_appears_without_any_change_of_code(inventories):
    ship = LabelRecord(name="SHIP", description="A ship.")
    labels = {**inventories.labels, "type": (*inventories.labels["type"], ship)}
    root = page(dataclasses.replace(inventories, labels=labels), ["entities"])
    assert labels_of(root)[-1] == "SHIP"
    shown = next(view for view in root.iter("View") if "SHIP" in view.get("whenLabelValue", ""))
    assert "PER" in shown.get("whenLabelValue")


@pytest.mark.parametrize("layers", [SHARED, ["contrastive"], *([each] for each in SHARED)])
@pytest.mark.parametrize("adjudication", [False, True])
def test_every_key_is_given_once_and_every_label_has_one(inventories, layers, adjudication):
    root = page(inventories, layers, adjudication=adjudication)
    keys = [each.get("hotkey") for each in root.iter() if each.get("hotkey")]
    assert len(keys) == len(set(keys))
    assert all(label.get("hotkey") for label in root.iter("Label"))
    short = list(root.iter("Choices"))
    assert all(choice.get("hotkey") for tag in short for choice in tag.iter("Choice"))
    assert read_layers(ElementTree.tostring(root, encoding="unicode"))[: len(layers)] == layers


def test_required_fields_insist_on_the_regions_that_they_belong_to_and_on_no_other(inventories):
    root = page(inventories)
    required = {tag.get("name"): tag for tag in root.iter() if tag.get("required") == "true"}
    for layer, spec in REGION_LAYERS.items():
        for field in spec.fields:
            name = control(layer, field.slot)
            assert (name in required) == field.required
            if field.required:
                labels = inventories.names(spec.labels) if spec.label_slot else [spec.labels]
                expected = ",".join(field.only or labels)
                assert required[name].get("whenLabelValue") == expected
                assert field.slot in required[name].get("requiredMessage")


def test_layers_that_share_a_label_cannot_share_a_page(inventories):
    title = LabelRecord(name="title", description="Of a work.")
    labels = {**inventories.labels, "type": (title,)}
    changed = dataclasses.replace(inventories, labels=labels)
    with pytest.raises(DataError, match="'title' is a label of zones and of entities"):
        configuration(["zones", "entities"], changed)


def test_contrastive_summaries_have_a_page_of_their_own():
    with pytest.raises(UsageError, match="expected it alone"):
        chosen_layers(["contrastive", "zones"])


def test_the_guidelines_are_the_instruction(root):
    shown = instruction(root / "annotations" / "guidelines", ["sentences", "zones"])
    assert shown.count("<h1>") == 1
    assert "<table>" in shown


def test_the_command_prints_or_writes_the_page(root, inventories, tmp_path, capsys):
    assert main(["annotate", "config", "--layer", "zones", "--root", str(root)]) == 0
    printed = capsys.readouterr().out
    assert printed == configuration(["zones"], inventories)
    out = tmp_path / "page.xml"
    arguments = ("annotate", "config", "--layer", "zones", "--out", str(out))
    assert main([*arguments, "--root", str(root)]) == 0
    assert out.read_text(encoding="utf-8") == printed
    assert main(["annotate", "config", "--layer", "colours", "--root", str(root)]) == 2
    assert "expected one of zones, sentences, entities" in capsys.readouterr().err


def test_nothing_of_the_sdk_is_imported_before_a_server_is_asked(root):
    code = (
        "import sys; from tipbench.cli import main; main(sys.argv[1:]); "
        "assert 'label_studio_sdk' not in sys.modules"
    )
    arguments = ("annotate", "config", "--layer", "zones", "--root", str(root))
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True)
