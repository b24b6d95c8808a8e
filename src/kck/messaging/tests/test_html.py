from kck.messaging.html import as_html


def test_markup_in_a_text_is_shown_and_not_obeyed():
    page = as_html(
        subject='<script>alert("1")</script>',
        text='Ktoś napisał <img src=x onerror="x()"> & "tyle"',
        language='pl" onload="x',
    )

    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;img src=x onerror=&quot;x()&quot;&gt; &amp;" in page
    assert 'lang="pl&quot; onload=&quot;x"' in page


def test_addresses_become_links_without_the_full_stop_after_them():
    page = as_html(subject="s", text="Zobacz https://kck.example/?a=1&b=2. Koniec", language="pl")

    address = "https://kck.example/?a=1&amp;b=2"
    assert f'Zobacz <a href="{address}">{address}</a>. Koniec' in page


def test_an_address_cannot_break_out_of_its_link():
    page = as_html(subject="s", text='https://a.example/"><b>x</b> javascript:x()', language="pl")

    assert "<b>" not in page
    assert page.count("<a ") == 1
    assert 'href="https://a.example/"' in page


def test_what_follows_the_dashes_is_small_print():
    page = as_html(subject="s", text="Treść\n\n--\n\nStopka", language="pl")

    assert page.index("Treść") < page.index("<hr") < page.index("Stopka")


def test_lines_with_a_dash_are_a_list_under_what_announces_them():
    page = as_html(
        subject="s", text="Po terminie: 2\n- 26-1, Dziura\n- 26-2, Lampa\n… +3", language="pl"
    )

    assert "<li>26-1, Dziura</li>\n<li>26-2, Lampa</li>" in page
    assert page.index("Po terminie") < page.index("<ul") < page.index("… +3")


def test_the_colours_stay_the_readers():
    page = as_html(subject="s", text="a", language="pl")

    assert "light dark" in page
    assert "#" not in page.split("<body")[1]
    assert "background" not in page
