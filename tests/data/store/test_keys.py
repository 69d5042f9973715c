from __future__ import annotations

import stat
import threading

from config import Settings
from data.store.keys import Purpose, key, secret


def test_the_file_is_made_once_for_us_alone(tmp_path):
    settings = Settings(var=tmp_path / "var", secret_key="")
    made = []
    threads = [threading.Thread(target=lambda: made.append(secret(settings))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1
    path = tmp_path / "var" / "secret.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["secret.key"]
    assert len(made[0]) >= 64


def test_each_purpose_has_a_key_of_its_own(tmp_path):
    settings = Settings(var=tmp_path, secret_key="from the environment")
    keys = {key(settings, purpose) for purpose in Purpose}
    assert len(keys) == len(Purpose)
    assert {len(one) for one in keys} == {32}
    assert not (tmp_path / "secret.key").exists()
    other = Settings(var=tmp_path, secret_key="another one")
    assert keys.isdisjoint({key(other, purpose) for purpose in Purpose})
