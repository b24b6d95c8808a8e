"""How a telephone asks the pages of a link."""

NAME = "Jan Brygadzista"


def at(token, case, name=""):
    return f"/z/{token}/{case.number}/{name + '/' if name else ''}"


def send(phone, token, case, act, **data):
    data.setdefault("name", NAME)
    return phone.post(at(token, case, act), data)
