#!/usr/bin/env python3
"""Takes the models that hard pages are read with out of a package of PyPI, into a jar.

    python3 setup/page-models.py --rapidocr WHEEL --out FILE.jar

The package is not installed or run: the wheel is a zip file, and only files are read from it.

In:
  rapidocr 3.10.0   PP-OCRv6's small models for finding and reading lines of text, in ONNX format
                    (Apache-2.0, as the wheel's MODEL_LICENSES.md says)

Out, a jar whose bytes depend on the wheel alone (fixed order and times):
  models/pages/detector.onnx     probability that a pixel is text
  models/pages/recogniser.onnx   probabilities of signs along a line
  models/pages/characters.txt    these signs, one a line, as the recogniser's metadata has them.
                                 ONNX Runtime's Java API breaks those outside Unicode's first plane
  models/pages/LICENSE           Apache-2.0
  models/pages/NOTICE            the wheel's MODEL_LICENSES.md: where the models come from

What else is in a file is not looked at: the wheel is pinned in packages.lock, and who loads a model
holds each file against conf/models/pages.yaml.

Ends with 2 where an argument is wrong, with 3 where the wheel does not hold what is expected.
"""

import argparse
import sys
import zipfile

RECOGNISER = "models/pages/recogniser.onnx"
CHARACTERS = "models/pages/characters.txt"

TAKEN = {
    "models/pages/LICENSE": "rapidocr-3.10.0.dist-info/licenses/LICENSE",
    "models/pages/NOTICE": "rapidocr-3.10.0.dist-info/licenses/MODEL_LICENSES.md",
    "models/pages/detector.onnx": "rapidocr/models/PP-OCRv6_det_small.onnx",
    RECOGNISER: "rapidocr/models/PP-OCRv6_rec_small.onnx",
}


# Of an entry of the metadata in ONNX's protocol buffer: field 1, of 9 bytes, the key; field 2.
ENTRY = b"\x0a\x09character\x12"


def characters(model):
    """The value of the metadata `character`, in UTF-8."""
    at = model.rfind(ENTRY)
    if at < 0:
        raise KeyError("the recogniser has no list of characters")
    at += len(ENTRY)
    length = shift = 0
    while True:
        byte = model[at]
        at += 1
        length |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            break
    value = model[at : at + length]
    value.decode("utf-8")
    return value


def write(jar, name, data):
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.create_system = 3
    jar.writestr(info, data)


def build(rapidocr, out):
    with (
        zipfile.ZipFile(rapidocr) as wheel,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as jar,
    ):
        for name, source in TAKEN.items():
            write(jar, name, wheel.read(source))
        write(jar, CHARACTERS, characters(wheel.read(TAKEN[RECOGNISER])))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rapidocr", required=True, metavar="WHEEL")
    parser.add_argument("--out", required=True, metavar="FILE.jar")
    args = parser.parse_args()
    try:
        build(args.rapidocr, args.out)
    except (OSError, KeyError, IndexError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        print(f"Cannot take the models of pages: {error}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
