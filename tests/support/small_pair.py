"""A pair of networks for images and texts, small enough to create in a test: colors and their names.

The vector of an image is its mean color, and that of a text the sum of the colors that it names. Both are moved away
from each other by a constant, as in real pairs, where every text is nearer to every other text than to any image.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

COLORS = {"green": (0, 1, 0), "red": (1, 0, 0), "blue": (0, 0, 1)}
FILL = ("a", "photo", "of")
GAP = {"image": np.array((0, 0, 0, 1.0), np.float32), "text": np.array((0, 0, 0, -2.0), np.float32)}


def immich(folder: Path, kind: str = "clip", *, echo: bool = False, **preparation: Any) -> Path:
    """Write a pair as Immich lays it out.

    Args:
        folder: Folder to write.
        kind: ``clip`` or ``siglip``: how texts become numbers, and how images are prepared.
        echo: Whether the network for texts gives the numbers of the tokens that it was given.
        preparation: Settings in place of those of the kind.
    """
    context = {"clip": 77, "siglip": 64}[kind]
    settings = {
        "clip": {
            "size": 16, "mode": "RGB", "mean": [0.48145466, 0.4578275, 0.40821073],
            "std": [0.26862954, 0.26130258, 0.27577711], "interpolation": "bicubic", "resize_mode": "shortest",
            "fill_color": 0,
        },
        "siglip": {
            "size": [16, 16], "mode": "RGB", "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5],
            "interpolation": "bicubic", "resize_mode": "squash", "fill_color": 0,
        },
    }[kind]  # fmt: skip
    text: dict[str, Any] = {"context_length": context, "vocab_size": 999}
    if kind == "siglip":
        text |= {"hf_tokenizer_name": "timm/ViT-B-16-SigLIP", "tokenizer_kwargs": {"clean": "canonicalize"}}
    for part in ("visual", "textual"):
        (folder / part).mkdir(parents=True)
    config = {"embed_dim": 4, "vision_cfg": {"image_size": 16}, "text_cfg": text}
    _write(folder / "config.json", config)
    _write(folder / "visual/preprocess_cfg.json", {**settings, **preparation})
    tokenizer = tokenizer_of(kind)
    _write(folder / "textual/tokenizer.json", tokenizer)
    pad = {"clip": "<|endoftext|>", "siglip": "</s>"}[kind]
    _write(folder / "textual/tokenizer_config.json", {"pad_token": pad, "model_max_length": context})
    _save(folder / "visual/model.onnx", _image_nodes(), [_image("image", 1)], ["embedding"])
    ids = helper.make_tensor_value_info("text", TensorProto.INT32, [1, context])
    if echo:
        cast = helper.make_node("Cast", ["text"], ["embedding"], to=TensorProto.FLOAT)
        _save(folder / "textual/model.onnx", [cast], [ids], ["embedding"])
    else:
        _save(folder / "textual/model.onnx", _text_nodes(numbers_of(tokenizer), "text"), [ids], ["embedding"])
    return folder


def transformers(folder: Path) -> Path:
    """Write both halves in one network, as Transformers lays it out."""
    (folder / "onnx").mkdir(parents=True)
    tokenizer = tokenizer_of("clip")
    _write(folder / "tokenizer.json", tokenizer)
    _write(folder / "tokenizer_config.json", {"pad_token": {"content": "<|endoftext|>", "special": True}})
    _write(folder / "config.json", {"model_type": "clip", "text_config": {"max_position_embeddings": 77}})
    preparation = {
        "do_normalize": True, "do_rescale": True, "do_center_crop": True, "size": {"shortest_edge": 16},
        "crop_size": {"height": 16, "width": 16}, "resample": 3, "rescale_factor": 1 / 255,
        "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711],
    }  # fmt: skip
    _write(folder / "preprocessor_config.json", preparation)
    ids = [helper.make_tensor_value_info(name, TensorProto.INT64, ["t", "l"]) for name in ("input_ids", "mask")]
    nodes = [
        *_text_nodes(numbers_of(tokenizer), "input_ids", "text_embeds"),
        *_image_nodes("pixel_values", "image_embeds"),
    ]
    nodes.append(helper.make_node("Cast", ["mask"], ["attended"], to=TensorProto.FLOAT))
    outputs = ["attended", "text_embeds", "image_embeds"]
    _save(folder / "onnx/model.onnx", nodes, [ids[0], _image("pixel_values", "n"), ids[1]], outputs)
    return folder


def tokenizer_of(kind: str) -> dict[str, Any]:
    """Return a tokenizer.json of the kind that CLIP or SigLIP has, with the names of the colors as tokens."""
    return _clip() if kind == "clip" else _siglip()


def numbers_of(tokenizer: dict[str, Any]) -> dict[str, int]:
    """Return the number of the token of each known word."""
    known = tokenizer["model"]["vocab"]
    if isinstance(known, dict):
        return {word: known[f"{word}</w>"] for word in (*COLORS, *FILL)}
    return {word: [token for token, _ in known].index(f"▁{word}") for word in (*COLORS, *FILL)}


def _clip() -> dict[str, Any]:
    shown = [chr(n) for n in (*range(33, 127), *range(161, 173), *range(174, 256))]
    bytes_ = [*shown, *(chr(256 + n) for n in range(256 - len(shown)))]
    vocabulary, merges = [*bytes_, *(f"{one}</w>" for one in bytes_)], []
    for word in (*COLORS, *FILL):
        have = word[0]
        for sign in [*word[1:-1], *([f"{word[-1]}</w>"] if len(word) > 1 else [])]:
            merges.append(f"{have} {sign}")
            have += sign
            if have not in vocabulary:
                vocabulary.append(have)
    vocabulary += ["<|startoftext|>", "<|endoftext|>"]
    numbers = {token: number for number, token in enumerate(vocabulary)}
    first, last = ([token, numbers[token]] for token in ("<|startoftext|>", "<|endoftext|>"))
    words = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [_special(number, token) for token, number in (first, last)],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFC"}, {"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": " "}, {"type": "Lowercase"},
        ]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": {"Regex": words}, "behavior": "Removed", "invert": True},
            {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
        ]},
        "post_processor": {
            "type": "RobertaProcessing", "sep": last, "cls": first, "trim_offsets": False, "add_prefix_space": False,
        },
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {
            "type": "BPE", "dropout": None, "unk_token": "<|endoftext|>", "continuing_subword_prefix": "",
            "end_of_word_suffix": "</w>", "fuse_unk": False, "vocab": numbers, "merges": merges,
        },
    }  # fmt: skip


def _siglip() -> dict[str, Any]:
    vocabulary = [["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0], ["▁", -4.0]]
    vocabulary += [[f"▁{word}", -2.0] for word in (*COLORS, *FILL)]
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [_special(number, token) for number, (token, _) in enumerate(vocabulary[:3])],
        "normalizer": None,
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
            "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}},
        },
        "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "model": {"type": "Unigram", "unk_id": 2, "vocab": vocabulary, "byte_fallback": False},
    }  # fmt: skip


def _special(number: int, token: str) -> dict[str, Any]:
    plain = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    return {"id": number, "content": token, **plain, "special": True}


def _image(name: str, batch: int | str) -> Any:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, [batch, 3, 16, 16])


def _image_nodes(given: str = "image", gives: str = "embedding") -> list[Any]:
    """Return the mean color with a fourth number, moved."""
    return [
        _constant("axes", np.array([2, 3])),
        _constant("widen", np.eye(3, 4, dtype=np.float32)),
        _constant("away", GAP["image"]),
        helper.make_node("ReduceMean", [given, "axes"], ["mean"], keepdims=0),
        helper.make_node("MatMul", ["mean", "widen"], ["wide"]),
        helper.make_node("Add", ["wide", "away"], [gives]),
    ]


def _text_nodes(numbers: dict[str, int], given: str, gives: str = "embedding") -> list[Any]:
    """Return the sum of the colors that a text names, moved."""
    table = np.zeros((999, 4), np.float32)
    for word, color in COLORS.items():
        table[numbers[word], :3] = color
    return [
        _constant("table", table),
        _constant("axis", np.array([1])),
        _constant("off", GAP["text"]),
        helper.make_node("Gather", ["table", given], ["rows"]),
        helper.make_node("ReduceSum", ["rows", "axis"], ["sum"], keepdims=0),
        helper.make_node("Add", ["sum", "off"], [gives]),
    ]


def _constant(name: str, values: np.ndarray) -> Any:
    return helper.make_node("Constant", [], [name], value=numpy_helper.from_array(values))


def _save(path: Path, nodes: list[Any], inputs: list[Any], outputs: list[str]) -> None:
    given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
    graph = helper.make_graph(nodes, "small", inputs, given)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), path)


def _write(path: Path, settings: Any) -> None:
    path.write_text(json.dumps(settings), "utf-8")
