from __future__ import annotations

import pytest

from access.passwords import Passwords, weakness

PEPPER = b"p" * 32


@pytest.mark.parametrize(
    "password",
    [
        "kestrels over wet meadows",
        "x7#Kq9!pZ2m$Lw4T",
        "la rivière déborde en mai",
        "Дождь идёт третий день",
    ],
)
def test_fine_ones(password):
    assert weakness(password) is None


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("fourteen chars", ()),
        ("x" * 129, ()),
        ("aaaaaaaaaaaaaaaaaaaa", ()),
        ("abababababababababab", ()),
        ("password1234567890", ()),
        ("Password!Password!", ()),
        ("qwertyuiopasdfghjkl", ()),
        ("correct horse battery staple", ()),
        ("SchoolDistrict2027!", ()),
        ("cedar-valley-2027!!", ("cedar-valley",)),
        ("director.north@demo", ("director.north@demo.example",)),
    ],
)
def test_refused_ones(password, words):
    assert weakness(password, words)


def test_the_longest_is_measured_after_normalisation():
    assert weakness("kestrels over wet meadows " * 5)  # 130 characters
    assert weakness(("kestrels over wet meadows " * 5)[:128]) is None


def test_a_hash_is_argon2id_with_the_chosen_cost_and_never_the_same():
    passwords = Passwords(PEPPER)
    one, two = passwords.hash("kestrels over wet meadows"), passwords.hash("other")
    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != two
    assert not passwords.is_outdated(one)
    assert passwords.is_outdated("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aaaaaaaaaaaaaaaaaaaaaa")


def test_right_and_wrong_and_another_pepper():
    kept = Passwords(PEPPER).hash("kestrels over wet meadows")
    assert Passwords(PEPPER).matches(kept, "kestrels over wet meadows")
    assert not Passwords(PEPPER).matches(kept, "kestrels over wet meadow")
    assert not Passwords(b"q" * 32).matches(kept, "kestrels over wet meadows")


def test_composed_and_decomposed_letters_are_the_same_password():
    kept = Passwords(PEPPER).hash("la rivi\u00e8re d\u00e9borde")
    assert Passwords(PEPPER).matches(kept, "la rivie\u0300re de\u0301borde")


def test_nobody_and_rubbish_never_match():
    passwords = Passwords(PEPPER)
    assert not passwords.matches(None, "kestrels over wet meadows")
    assert not passwords.matches("not a hash", "kestrels over wet meadows")
