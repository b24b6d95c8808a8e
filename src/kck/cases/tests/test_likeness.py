from kck.cases.likeness import SamePhoto, likeness, same_words

POTHOLE = "Duża dziura w jezdni przed szkołą, wjeżdżają w nią autobusy."
AGAIN = "Przed szkołą w jezdni jest wielka dziura, autobus w nią wjechał!"
LAMP = "Nie świeci latarnia przy przystanku, jest ciemno od tygodnia."


def test_the_same_words_in_other_forms_and_order_are_the_same():
    assert same_words(POTHOLE, AGAIN) >= 60
    assert same_words(POTHOLE, AGAIN) == same_words(AGAIN, POTHOLE)
    assert same_words(POTHOLE, POTHOLE.upper().replace("ż", "z")) == 100


def test_another_matter_has_other_words():
    assert same_words(POTHOLE, LAMP) <= 20


def test_of_too_few_words_nothing_follows():
    assert same_words("Dziura!", POTHOLE) is None
    assert same_words("", "") is None
    assert same_words("🙂🙂🙂", POTHOLE) is None


def test_whatever_is_written_is_compared_without_an_error():
    for text in ("<b>" * 5000, "a" * 200_000, "мама мила раму щодня", "%00\x07", "שלום עולם טוב"):
        same_words(text, POTHOLE)


def test_near_and_in_the_same_words_is_likely_far_in_other_words_is_not():
    near = likeness(4, 25, (POTHOLE, AGAIN), ((), ()))
    far = likeness(24, 25, (POTHOLE, LAMP), ((), ()))

    assert near.likely
    assert not far.likely
    assert near.score > far.score


def test_the_same_photo_outweighs_distance_and_words():
    found = likeness(200, 25, (POTHOLE, LAMP), ((0b1111 << 30,), (0b1111 << 30,)))

    assert found.photo == SamePhoto.SAME
    assert found.likely


def test_a_photo_that_shows_something_else_is_no_reason():
    found = likeness(5, 25, (POTHOLE, ""), ((0,), (-1,)))

    assert found.photo == SamePhoto.NOTHING
    assert found.words is None
