"""Other libraries on the same files: pages per CPU second. Imports nothing of the project, so that any Python runs it.

    python -m venv PEERS && PEERS/bin/pip install pdfplumber==0.11.10 xberg==1.3.9 liteparse==2.18.0 pypdfium2==5.15.2
    python -m benchmarks.ingest DOCS --peers PEERS/bin/python

As a script (`PYTHON benchmarks/ingest_peers.py ENGINE`, files as JSON on stdin) it prints what one engine took.
"""

from __future__ import annotations

import importlib
import json
import sys
import time

ENGINES = ("pypdfium2", "pdfplumber", "xberg", "liteparse")


def take(engine, files):
    """(pages known to pypdfium2 or None, CPU seconds, files that failed) of `engine` over `files`; imports not counted."""
    read = globals()[f"_{engine}"]()
    begun = time.process_time()
    failed = []
    for file in files:
        try:
            read(file)
        except Exception as error:
            failed.append(f"{file.rsplit('/', 1)[-1]}: {type(error).__name__}")
    return {"seconds": time.process_time() - begun, "failed": failed}


def _pypdfium2():
    library = importlib.import_module("pypdfium2")

    def read(file):
        pdf = library.PdfDocument(file)
        for page in pdf:
            page.get_textpage().get_text_range()

    return read


def _pdfplumber():
    library = importlib.import_module("pdfplumber")

    def read(file):
        with library.open(file) as pdf:
            for page in pdf.pages:
                page.extract_text()

    return read


def _xberg():
    library = importlib.import_module("xberg")
    asyncio = importlib.import_module("asyncio")
    config = library.ExtractionConfig(output_format="markdown", use_cache=False, disable_ocr=True)

    async def extract(file):
        return await library.extract(library.ExtractInput(kind="uri", uri=file), config)

    def read(file):
        for failure in asyncio.run(extract(file)).errors or []:
            raise RuntimeError(str(failure))

    return read


def _liteparse():
    library = importlib.import_module("liteparse")
    parser = library.LiteParse(ocr_enabled=False, quiet=True, output_format="markdown", max_pages=100_000)
    return lambda file: parser.parse(file)


if __name__ == "__main__":
    try:
        print(json.dumps(take(sys.argv[1], json.loads(sys.stdin.read()))))
    except ImportError:
        print(json.dumps(None))
