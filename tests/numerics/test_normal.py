import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr
from scipy.stats import multivariate_normal

from annotator.numerics.normal import absolute_moment, binary_entropy, bivariate_cdf, fast_cdf, pair_information


def test_fast_cdf_is_within_2e_6_of_scipy_everywhere():
    x = np.concatenate([np.linspace(-12, 12, 200_001), [0.0, -0.0]]).astype(np.float32)
    assert np.abs(fast_cdf(x.copy()) - ndtr(x.astype(float))).max() < 2e-6


def test_fast_cdf_keeps_shape_and_order():
    x = np.linspace(-6, 6, 70_001, dtype=np.float32).reshape(1, -1)
    y = fast_cdf(x.copy())
    assert y.shape == x.shape
    assert (np.diff(y[0]) >= -2e-6).all()


limits = st.one_of(st.floats(-4, 4), st.just(0.0))


@given(limits, limits, st.floats(-0.99, 0.99))
def test_bivariate_cdf_equals_scipys(h, k, r):
    expected = multivariate_normal([0, 0], [[1, r], [r, 1]]).cdf([h, k])
    assert bivariate_cdf(np.array([h]), np.array([k]), np.array([r]))[0] == pytest.approx(expected, abs=2e-7)


@pytest.mark.parametrize("h", [-1.3, 0.0, 0.7])
def test_bivariate_cdf_at_perfect_correlation(h):
    one = np.array([1.0])
    assert bivariate_cdf(np.array([h]), np.array([0.2]), one)[0] == pytest.approx(min(ndtr(h), ndtr(0.2)), abs=1e-7)
    expected = max(0.0, ndtr(h) + ndtr(0.2) - 1.0)
    assert bivariate_cdf(np.array([h]), np.array([0.2]), -one)[0] == pytest.approx(expected, abs=1e-7)


def test_binary_entropy():
    assert binary_entropy(np.array([0.0, 0.5, 1.0])).tolist() == pytest.approx([0.0, np.log(2), 0.0])


def test_pair_information_without_a_mean_has_a_closed_form():
    """Both signs agree with probability c = 1/2 + asin(r) / pi (Sheppard), which leaves ln 2 - h(c)."""
    r = np.array([[-1.0, -0.5, 0.0], [0.3, 0.9, 1.0]])
    deviation_a, deviation_b = np.array([2.0, 0.5]), np.array([1.0, 3.0, 0.2])
    cov = r * np.outer(deviation_a, deviation_b)
    found = pair_information(np.zeros(2), deviation_a**2, np.zeros(3), deviation_b**2, cov)
    assert found == pytest.approx(np.log(2) - binary_entropy(0.5 + np.arcsin(r) / np.pi), abs=1e-6)


def test_pair_information_of_a_sign_with_itself_is_its_entropy_and_of_unrelated_ones_nothing():
    mean, var = np.array([-1.5, 0.4]), np.array([2.0, 0.7])
    found = pair_information(mean, var, mean, var, np.diag(var))
    assert found == pytest.approx(np.diag(binary_entropy(ndtr(mean / np.sqrt(var)))), abs=1e-6)


def test_absolute_moments_of_a_normal_variable():
    var = np.array([0.25, 1.0, 9.0])
    assert absolute_moment(var, 0.0) == pytest.approx(np.ones(3))
    assert absolute_moment(var, 1.0) == pytest.approx(np.sqrt(2 * var / np.pi))
    assert absolute_moment(var, 2.0) == pytest.approx(var)
    assert absolute_moment(var, 4.0) == pytest.approx(3 * var**2)
