"""What can be wrong with a register, or with a row of it; said in each reader's language."""

from kck.foundation.reasons import reason
from kck.foundation.text import _

# rows
NO_STREET = reason("places.no_street", _("Brakuje nazwy ulicy."))
NO_NUMBER = reason("places.no_number", _("Brakuje numeru domu."))
NO_STOP = reason("places.no_stop", _("Brakuje nazwy przystanku."))
NO_LANDMARK = reason("places.no_landmark", _("Brakuje kodu (code) albo nazwy (name_pl)."))
NO_AREA_CODE = reason("places.no_area_code", _("Brakuje kodu obszaru (code)."))
NO_AREA_NAME = reason("places.no_area_name", _("Brakuje nazwy obszaru (name)."))
NO_SUCH_OWNER = reason(
    "places.no_such_owner", _("Nieznany właściciel „%(owner)s”. Możliwe wartości: %(words)s.")
)
NO_DATE = reason("places.no_date", _("%(name)s nie jest datą; napisz jak 2026-01-31."))
TOO_LONG = reason("places.too_long", _("Za długi tekst w kolumnie %(name)s."))
NO_POSITION = reason("places.no_position", _("Brakuje współrzędnych."))
NO_NUMBERS = reason("places.no_numbers", _("Współrzędne nie są liczbami."))
NOT_ON_EARTH = reason("places.not_on_earth", _("Współrzędne nie są miejscem na Ziemi."))
NOT_IN_CITY = reason("places.not_in_city", _("Punkt leży poza miastem."))
NOT_DEGREES = reason(
    "places.not_degrees", _("Współrzędne nie są w stopniach; wybierz układ 2180 lub 2178 (--crs).")
)
NO_OUTLINE = reason("places.no_outline", _("Obrysu nie da się odczytać."))
NO_POLYGON = reason(
    "places.no_polygon", _("Obszar musi być wielokątem (Polygon lub MultiPolygon).")
)
BAD_OUTLINE = reason("places.bad_outline", _("Obrys jest nieprawidłowy i nie da się go naprawić."))

# files
EMPTY = reason("places.empty", _("Plik jest pusty."))
TOO_LARGE = reason("places.too_large", _("Plik jest za duży."))
OUTSIDE = reason("places.outside", _("Plik musi leżeć w katalogu %(folder)s."))
CANNOT_OPEN = reason("places.cannot_open", _("Nie można otworzyć pliku %(name)s: %(why)s."))
CANNOT_FETCH = reason("places.cannot_fetch", _("Nie udało się pobrać pliku: %(why)s."))
ANSWERED = reason("places.answered", _("Serwer odpowiedział kodem %(code)s."))
A_PAGE = reason(
    "places.a_page",
    _("To strona WWW (HTML), a nie plik rejestru. Sprawdź adres."),
)
NOT_TEXT = reason(
    "places.not_text",
    _("To nie jest plik tekstowy: może archiwum ZIP albo arkusz. Zapisz go jako CSV lub GeoJSON."),
)
UNREADABLE = reason("places.unreadable", _("Wiersza %(line)s nie da się odczytać: %(why)s."))
NO_FEATURES = reason("places.no_features", _("W tym pliku GeoJSON nie ma listy „features”."))
BROKEN_JSON = reason("places.broken_json", _("Ten plik GeoJSON jest uszkodzony lub urwany."))
MANY_COUNTIES = reason(
    "places.many_counties",
    _("Ten rejestr obejmuje wiele powiatów. Podaj kod TERC, np. 1261 (--only)."),
)
NO_COLUMN = reason(
    "places.no_column",
    _("Nie widać kolumny %(field)s. Podaj jej nazwę: %(field)s=… (--columns)."),
)
NO_SUCH_COLUMN = reason(
    "places.no_such_column",
    _("Nie ma kolumny „%(names)s”. Napisz np. street=…,number=…,lat=…,lon=…,postcode=…"),
)
WITH_LOGIN = reason(
    "places.with_login",
    _("Podaj adres pliku bez loginu i hasła, np. https://przyklad.pl/ulice.csv."),
)

# runs
NOTHING_USABLE = reason(
    "places.nothing_usable", _("W pliku nie ma ani jednego wiersza, którego można użyć.")
)
MUCH_VANISHES = reason(
    "places.much_vanishes",
    _(
        "Zniknęłoby %(count)s z %(before)s wierszy, więcej niż %(most)s%%. Nic nie zmieniono: "
        "sprawdź plik albo potwierdź, że tak ma być."
    ),
)
MUCH_UNUSABLE = reason(
    "places.much_unusable",
    _(
        "Nie da się użyć %(count)s z %(read)s wierszy, więcej niż %(most)s%%. Nic nie zmieniono: "
        "sprawdź kolumny i układ współrzędnych."
    ),
)
INTERRUPTED = reason(
    "places.interrupted", _("Import przerwano w połowie (np. restart serwera). Nic nie zmieniono.")
)
BROKE = reason(
    "places.broke",
    _("Coś się zepsuło (%(error)s). Nic nie zmieniono; szczegóły są w dzienniku serwera."),
)
