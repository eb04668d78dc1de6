"""The register of personal data, and what somebody takes along: no database, no request."""
