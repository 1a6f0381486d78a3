"""What every process of the portal under test finds in its environment; read without any settings."""

ENVIRONMENT = {
    "ENV_FILE": "",
    "SECRET_KEY": "for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "HTTPS": "off",
    "DEBUG": "off",
    "SECOND_FACTOR_REQUIRED": "off",  # tests of the rule switch it on
    "TIME_ZONE": "Europe/Brussels",
    "REDIS_URL": "redis://127.0.0.1:1/0",  # nothing listens there: a page that asks Redis fails
    "EMAIL_URL": "consolemail://",
    "BENEFIT_KEYS_SECRETS": "sealing-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz-ABC",
    "BENEFIT_KEYS_FINGERPRINT_SECRET": "finding-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz-ABC",
    "EMAIL_FROM": "portal@example.org",
}
