"""The words of the access table: one rule for each address, tested in full.

`scope` says what else must hold beside the role:

- "public": anybody, also without signing in
- "signed_in": any account in use
- "outlet": a role at the outlet the person works in now; shows no patient
- "list": the same, and it shows patients: the view must say which ones, see `shown`
- "patient": a role at an outlet where that patient is registered, or broken glass; the
  address carries the patient as `<uuid:patient>`, and each read goes on the trail
- "portal": the patient, or somebody who acts for them, through a sign-in of its own; no
  account of staff opens it, and the portal opens no page of staff
"""

import attrs

from glabella.clinic.accounts.roles import EVERYBODY, Role

SCOPES = ("public", "signed_in", "outlet", "list", "patient", "portal")


@attrs.frozen
class Rule:
    """Who may ask for an address.

    Args:
        scope: One of `SCOPES`.
        roles: Any of them is enough; not looked at when the scope is "public".
        purpose: What a visit is for, as the trail says it.
        writers: Those of `roles` who may send a form there; all of them if None.
        grant: In the portal: what a proxy must have been granted; "" for what the
            patient alone may do.
    """

    scope: str = attrs.field(validator=attrs.validators.in_(SCOPES))
    roles: frozenset[Role] = EVERYBODY
    purpose: str = "care"
    writers: frozenset[Role] | None = None
    grant: str = ""

    def allowed(self, *, writing: bool) -> frozenset[Role]:
        """Return the roles that may read, or write, here.

        An auditor reads all and changes nothing, whatever the row says.
        """
        if not writing:
            return self.roles
        writers = self.roles if self.writers is None else self.writers
        return writers - {Role.AUDITOR}


PUBLIC = Rule(scope="public")
SIGNED_IN = Rule(scope="signed_in", purpose="administration")
