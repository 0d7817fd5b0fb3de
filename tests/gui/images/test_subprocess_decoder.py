"""Images decoded in processes of their own: the same pixels, and nothing that a file does reaches the window."""

import os
import signal
import threading

import numpy as np
import pytest
from patience import PATIENCE_S, wait_until, waiting_bytes
from PIL import Image

from annotator.errors import ImageError
from annotator.gui.images import image_reader, subprocess_decoder
from annotator.gui.images.decoder import read_here
from annotator.gui.images.image_reader import decode_apart, read_image


@pytest.fixture
def decoder(qapp):
    made = subprocess_decoder.SubprocessDecoder(1)
    yield made
    made.close()


def picture(path, size=(90, 60), **options):
    rng = np.random.default_rng(2)
    Image.fromarray(rng.integers(0, 255, (size[1], size[0], 3), np.uint8)).save(path, **options)
    return path


@pytest.mark.parametrize("name", ["a b.png", "é🦉.jpg", "c.webp", "d.tif", "e.avif"])
@pytest.mark.parametrize("edge", [None, 40])
def test_the_pixels_are_the_same(decoder, tmp_path, name, edge):
    path = picture(tmp_path / name)
    image, size = decoder.read(path, edge)
    here = read_here(path, edge)
    assert (image, size) == (here.image, here.size)


def test_errors_are_those_of_the_file_and_the_process_lives_on(decoder, tmp_path):
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.png").write_text("no image")
    whole = picture(tmp_path / "whole.png")
    for name in ("empty.jpg", "text.png", "missing.gif"):
        with pytest.raises(ImageError) as here:
            read_here(tmp_path / name, 50)
        with pytest.raises(ImageError) as apart:
            decoder.read(tmp_path / name, 50)
        assert str(apart.value) == str(here.value)
    process = decoder._free.get()
    decoder._free.put(process)
    assert process.alive
    assert decoder.read(whole, 50)[0].width() == 50


def process_of(decoder):
    process = decoder._free.get()
    decoder._free.put(process)
    return process._process


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs signals")
@pytest.mark.parametrize("fate", ["hangs", "dies"])
def test_a_decoder_that_hangs_or_dies_costs_one_image(decoder, tmp_path, monkeypatch, fate):
    whole = picture(tmp_path / "whole.png")
    monkeypatch.setattr(subprocess_decoder, "PATIENCE_S", PATIENCE_S)
    decoder.read(whole, 50)
    process = process_of(decoder)
    process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)  # a process about to stop still takes a request
    if fate == "hangs":
        monkeypatch.setattr(subprocess_decoder, "PATIENCE_S", 0.1)
    else:

        def kill_once_asked():
            wait_until(lambda: waiting_bytes(process.stdin) > 0)
            process.kill()

        threading.Thread(target=kill_once_asked, daemon=True).start()
    with pytest.raises(ImageError, match="crashed or did not end"):
        decoder.read(whole, 50)
    assert process.returncode == -signal.SIGKILL
    monkeypatch.setattr(subprocess_decoder, "PATIENCE_S", PATIENCE_S)
    assert decoder.read(whole, 50)[0].width() == 50


def test_the_preference_switches_it(window, tmp_path, qtbot):
    path = picture(tmp_path / "a.png")
    try:
        window.prefer(decode_apart=True)
        assert image_reader._apart is not None
        assert read_image(path, 30).image == read_here(path, 30).image
        window.prefer(decode_apart=False)
        assert image_reader._apart is None
    finally:
        decode_apart(False)
