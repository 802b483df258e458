from scorecards import built_in_words


def test_every_name_and_source_of_a_built_in_scheme_can_be_translated():
    assert set(built_in_words._WORDS) == built_in_words._BUILT_IN
