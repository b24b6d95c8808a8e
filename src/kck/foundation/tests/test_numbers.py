"""Case numbers can be dictated, and a slip is found."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kck.foundation import numbers

serials = st.integers(min_value=1, max_value=9_999_999)


@given(serials)
def test_a_number_reads_back_as_it_was_made(serial):
    made = numbers.make(2026, serial)

    assert numbers.parse(made) == made
    assert numbers.parse(numbers.display(made)) == made


@given(serials, st.data())
def test_every_single_wrong_digit_is_found(serial, data):
    made = numbers.make(2026, serial)
    place = data.draw(st.integers(0, len(made) - 1))
    digit = data.draw(st.sampled_from("0123456789"))
    assume(digit != made[place])

    with pytest.raises(numbers.WrongNumber):
        numbers.parse(made[:place] + digit + made[place + 1 :])


@given(serials, st.data())
def test_every_swap_of_neighbours_is_found(serial, data):
    made = numbers.make(2026, serial)
    place = data.draw(st.integers(0, len(made) - 2))
    assume(made[place] != made[place + 1])

    with pytest.raises(numbers.WrongNumber):
        numbers.parse(made[:place] + made[place + 1] + made[place] + made[place + 2 :])


@pytest.mark.parametrize("typed", ["", "abc", "12", "26-0045x2-7", "٢٦٠٠٤٥١٢٧", "1" * 40])
def test_what_is_no_number_is_refused_with_a_sentence(typed):
    with pytest.raises(numbers.WrongNumber, match=r"cyfr"):
        numbers.parse(typed)
