"""Input of `people`, cleaned."""

from kepu.people.forms.accounts import AccountForm, PersonForm, RoleForm
from kepu.people.forms.holidays import HolidayForm
from kepu.people.forms.imports import MAX_MB, MAX_SEALED, TOO_LARGE, FileForm, seal, unseal
from kepu.people.forms.links import IssueLinkForm, LinkCodeForm
from kepu.people.forms.sign_in import (
    ActivateForm,
    ChangePasswordForm,
    ConfirmBySecondFactorForm,
    SecondFactorForm,
    SignInForm,
)
from kepu.people.forms.tokens import TokenForm
from kepu.people.forms.units import AliasForm, LiaisonForm, MemberForm, OwnAreaForm, ReformForm, UnitForm

__all__ = [
    "MAX_MB",
    "MAX_SEALED",
    "TOO_LARGE",
    "AccountForm",
    "ActivateForm",
    "AliasForm",
    "ChangePasswordForm",
    "ConfirmBySecondFactorForm",
    "FileForm",
    "HolidayForm",
    "IssueLinkForm",
    "LiaisonForm",
    "LinkCodeForm",
    "MemberForm",
    "OwnAreaForm",
    "PersonForm",
    "ReformForm",
    "RoleForm",
    "SecondFactorForm",
    "SignInForm",
    "TokenForm",
    "UnitForm",
    "seal",
    "unseal",
]
