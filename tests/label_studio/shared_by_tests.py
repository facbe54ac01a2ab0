"""What the tests of this folder share."""

import os
from xml.etree import ElementTree

import pytest


def skip(reason):
    """Skip, except where everything has to be there."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; with CI set, nothing is skipped")
    pytest.skip(reason)


def keys_of(label_config):
    """The key of every label and choice of a page, by name, and by control and name."""
    found = {}
    for control in ElementTree.fromstring(label_config).iter():
        for each in control:
            if "hotkey" in each.attrib:
                key = "+".join(part.capitalize() for part in each.get("hotkey").split("+"))
                key = key if len(key) > 1 else key.lower()
                name = each.get("alias") or each.get("value")
                key = key[:-1] + "Digit" + key[-1] if "+" in key and key[-1].isdigit() else key
                found[control.get("name"), name] = key
                found.setdefault(name, key)
    return found
