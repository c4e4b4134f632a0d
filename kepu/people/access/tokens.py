"""Access tokens: whoever made one sees and revokes it, nobody else."""

from django.http import Http404

from kepu.people.models import AccessToken, Account


def get_token_for(by: Account, token_id: int) -> AccessToken:
    """Return one of the person's own tokens. Raises Http404 otherwise."""
    token = AccessToken.objects.filter(account=by, pk=token_id).first()
    if token is None:
        raise Http404
    return token
