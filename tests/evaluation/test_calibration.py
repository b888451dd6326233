"""A reader that is right as often as it says has no calibration error."""

from evaluation.calibration import Bin, calibration_error, main, reliability


def test_right_as_often_as_said():
    bins = reliability([(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
    assert bins == [Bin(0.7, 0.8, 4, 0.75, 0.75)]
    assert calibration_error(bins) == 0.0


def test_too_sure():
    bins = reliability([(1.0, False), (1.0, True), (0.0, False)])
    assert [(one.statements, one.right) for one in bins] == [(1, 0.0), (2, 0.5)]
    assert calibration_error(bins) == (2 * 0.5) / 3


def test_nothing_read():
    assert calibration_error(reliability([])) == 0.0


def test_without_corpora_it_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ONRECORD_CORPORA", str(tmp_path))
    assert main() == 0
    assert "nothing was measured" in capsys.readouterr().out
