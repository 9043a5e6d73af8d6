import { strict as assert } from "node:assert";
import { mayReceiveCredentials, registryOrigin } from "../../registry/hosts";

describe("registryOrigin", () => {
  const ORIGINS = [
    ["ghcr.io", "https://ghcr.io"],
    ["docker.io", "https://registry-1.docker.io"],
    ["registry.example:5000", "https://registry.example:5000"],
    ["localhost:5000", "http://localhost:5000"],
    ["127.0.0.1:5000", "http://127.0.0.1:5000"],
    ["127.1.2.3", "http://127.1.2.3"],
    ["localhost.example", "https://localhost.example"],
    ["127.0.0.1.example:80", "https://127.0.0.1.example:80"],
    ["10.0.0.1:5000", "https://10.0.0.1:5000"],
  ] as const;
  for (const [registry, origin] of ORIGINS)
    it(`asks ${registry} at ${origin}`, () => assert.equal(registryOrigin(registry).origin, origin));
});

describe("mayReceiveCredentials", () => {
  const ALLOWED = [
    ["ghcr.io", "https://ghcr.io/token"],
    ["registry.gitlab.com", "https://gitlab.com/jwt/auth"],
    ["registry.example.com", "https://gitlab.example.com/jwt/auth"],
    ["gitlab.example.com:5050", "https://gitlab.example.com/jwt/auth"],
    ["docker.io", "https://auth.docker.io/token"],
    ["localhost:5000", "http://localhost:5001/token"],
  ] as const;
  for (const [registry, realm] of ALLOWED)
    it(`lets ${realm} have the credentials of ${registry}`, () => {
      assert.equal(mayReceiveCredentials(registryOrigin(registry), new URL(realm)), true);
    });

  const REFUSED = [
    ["ghcr.io", "http://ghcr.io/token"],
    ["ghcr.io", "https://evil.io/token"],
    ["ghcr.io", "https://ghcr.io.evil.example/token"],
    ["registry.gitlab.com", "https://evilgitlab.com/jwt/auth"],
    ["registry.co.uk", "https://evil.co.uk/token"],
    ["registry.example.com", "https://example.org/token"],
    ["10.0.0.1", "https://evil.0.0.1.example/token"],
    ["10.0.0.1", "https://11.0.0.1/token"],
    ["ghcr.io", "ftp://ghcr.io/token"],
  ] as const;
  for (const [registry, realm] of REFUSED)
    it(`keeps the credentials of ${registry} from ${realm}`, () => {
      assert.equal(mayReceiveCredentials(registryOrigin(registry), new URL(realm)), false);
    });
});
