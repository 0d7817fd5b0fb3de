"""The command that computes features."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from annotator.cli.arguments import Adder, add_output, add_parameters, count, input_path, number
from annotator.cli.opening import parsed
from annotator.cli.output import print_json, print_table, progress_bar, remark
from annotator.parameters import values_of

if TYPE_CHECKING:
    from annotator.extraction import Encoder, Extraction

SHOWN = 20


def add_commands(add: Adder) -> None:
    """Add the commands for computing features."""
    command = add(
        "extract",
        extract,
        "compute a feature file for a folder of images",
        "An interrupted run resumes where it stopped. The images are described by EfficientNet-Lite0, a network "
        "trained on photographs; another network in the ONNX format can be given, or a pair of networks for images and "
        "texts, such as CLIP or SigLIP.",
    )
    command.add_argument("images", type=input_path, metavar="FOLDER", help="folder of images with its subfolders")
    add_output(command, "-o", "--output", metavar="FILE", help="HDF5 file to write")
    command.add_argument(
        "--encoder",
        type=input_path,
        default="lite0",
        metavar="NAME",
        help="lite0 (default), descriptor for color, texture and shape without a network, a network (.onnx), or the "
        "folder of a pair of networks",
    )
    add_parameters(command, "--set", "input setting of a network, e.g. channels=BGR; repeatable")
    command.add_argument(
        "--tiles",
        action="store_true",
        help="also describe parts of every image, to find what fills only a small part of it",
    )
    command.add_argument("--look", action="store_true", help="show nearest neighbors in a sample; nothing is written")
    command.add_argument("--batch", type=count, default=16, metavar="N", help="images encoded together (default: 16)")
    command.add_argument("--threads", type=number, default=0, metavar="N", help="threads (default: all processors)")
    command.add_argument("--again", action="store_true", help="start over instead of resuming an interrupted run")
    command.add_argument("--json", action="store_true", help="print JSON")


def _encoder(given: argparse.Namespace) -> Encoder:
    """Return the encoder that was asked for."""
    from annotator.errors import FeatureError
    from annotator.extraction.looking import DEFAULT, encoder_called
    from annotator.extraction.onnx_encoder import Preprocessing

    name = str(given.encoder)
    own = name.endswith(".onnx") or given.encoder.is_dir()
    changes = parsed(Preprocessing, given.set, "network") if own else dict(given.set)
    try:
        return encoder_called(name, changes, threads=given.threads)
    except FeatureError as error:
        if name != DEFAULT:
            raise
        raise FeatureError("{error}. Or describe color and texture only: --encoder descriptor", error=error) from error


def extract(given: argparse.Namespace) -> int:
    """Compute the features of a folder of images, or show what would be computed."""
    from annotator.errors import ConfigError
    from annotator.extraction import extract as compute
    from annotator.extraction.looking import look
    from annotator.extraction.onnx_encoder import OnnxEncoder
    from annotator.extraction.tiles import Tiled

    encoder = _encoder(given)
    remark(f"encoder: {encoder.name}, {encoder.d} features; {encoder.preprocessing}")
    if isinstance(encoder, OnnxEncoder):
        origin = "guessed" if encoder.guessed else "input settings"
        remark(f"{origin}: {encoder.why}; change it with --set, e.g. --set channels=BGR")
    if given.look:
        with progress_bar("Comparing") as progress:
            found = look(given.images, encoder, progress)
        if given.json:
            print_json([{"image": one.path, "nearest": list(one.nearest)} for one in found])
        else:
            print_table(
                ("image", "most similar"),
                [
                    (one.path, ", ".join(f"{p} ({s:.2f})" for p, s in zip(one.nearest, one.similarities, strict=True)))
                    for one in found
                ],
            )
        return 0
    if given.output is None:
        settings = encoder.settings if isinstance(encoder, OnnxEncoder) else None
        if given.json and settings is not None:
            print_json(values_of(settings))
            return 0
        raise ConfigError("Give the output file: -o FILE; or look at similar images first: --look")
    computed = Tiled(encoder) if given.tiles else encoder
    with progress_bar("Computing features") as progress:
        done = compute(
            given.images, given.output, computed, progress, batch=given.batch, threads=given.threads, again=given.again
        )
    if given.json:
        print_json(
            {
                "file": str(done.file),
                "rows": done.rows,
                "features": done.d,
                "tiles": done.tiles,
                "resumed": done.resumed,
                "seconds": round(done.seconds, 3),
                "problems": [{"path": problem.path, "reason": problem.reason} for problem in done.problems],
            }
        )
        return 0
    _tell(done)
    return 0


def _tell(done: Extraction) -> None:
    """Print what was computed."""
    print(f"Wrote {done.rows:,} rows of {done.d:,} features to {done.file} in {done.seconds:,.0f} s.")
    if done.tiles:
        print(f"Each image has {done.tiles:,} tiles.")
    if done.resumed:
        print(f"{done.resumed:,} images were done already.")
    if done.problems:
        print(f"{len(done.problems):,} images could not be read:")
        for problem in done.problems[:SHOWN]:
            print(f"  {problem.path}: {problem.reason}")
        if len(done.problems) > SHOWN:
            print("  ...")
