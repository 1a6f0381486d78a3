"""Pages of the tenant: where a sign-in lands, and the frame around every page of an organisation."""
