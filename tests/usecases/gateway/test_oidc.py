"""What OIDC_* must say, and what of it is refused at start."""

from __future__ import annotations

import pytest

from services.gateway.oidc import settings_from

GIVEN = {
    "OIDC_ISSUER": "https://acceso.example.com/realms/imss/",
    "OIDC_CLIENT_ID": "residencias",
    "OIDC_ROLES": "9f2c=ces, 9f2c=auditor, a=b=ooad",
}


def test_nothing_is_asked_of_an_installation_without_a_provider() -> None:
    assert settings_from({}) is None
    assert settings_from({"OIDC_ISSUER": "", "OIDC_ROLES": "x"}) is None


def test_a_group_may_give_several_roles_and_hold_any_sign() -> None:
    settings = settings_from(GIVEN)
    assert settings is not None
    assert settings.issuer == "https://acceso.example.com/realms/imss"
    assert settings.roles == {"9f2c": frozenset({"ces", "auditor"}), "a=b": frozenset({"ooad"})}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID"),
        ({"OIDC_ROLES": ""}, "OIDC_ROLES"),
        ({"OIDC_ROLES": "grupo=jefe"}, "«grupo=jefe»"),
        ({"OIDC_ROLES": "ces"}, "«ces»"),
        ({"OIDC_ROLES": "todos=aspirante"}, "«todos=aspirante»"),
        ({"OIDC_ROLES": "todos=sistema"}, "«todos=sistema»"),
        ({"OIDC_ISSUER": "http://acceso.example.com"}, "https"),
        ({"OIDC_ISSUER": "ftp://127.0.0.1"}, "https"),
    ],
)
def test_what_could_not_work_or_would_not_be_safe_stops_the_start(changed: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        settings_from({**GIVEN, **changed})
