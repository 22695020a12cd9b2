using Trust.Contracts;

namespace Trust.Identity.Applications;

/// <summary>Refusals of application administration.</summary>
internal static class ApplicationErrors
{
    public static readonly TrustError NotFound = new("identity.application-unknown", ErrorKind.NotFound, "There is no such application within your reach.");
    public static readonly TrustError Name = new("identity.application-name", ErrorKind.Invalid, "The name has 2 to 60 characters.");
    public static readonly TrustError Redirect = new("identity.application-redirect", ErrorKind.Invalid, "A redirect address is absolute, https, without fragment, user or wildcard; all of one application have one host.");
    public static readonly TrustError Scope = new("identity.application-scope", ErrorKind.Invalid, "A scope is unknown or not for this kind of application.");
    public static readonly TrustError Purpose = new("identity.application-purpose", ErrorKind.Invalid, "The purpose has 2 to 200 characters.");
    public static readonly TrustError Algorithm = new("identity.application-algorithm", ErrorKind.Invalid, "ID tokens are signed with RS256 or ES256.");
    public static readonly TrustError Level = new("identity.application-level", ErrorKind.Invalid, "The level is 0, 1 or 2.");
    public static readonly TrustError Keys = new("identity.application-keys", ErrorKind.Invalid, "The key set holds 1 to 5 public RSA (2048 bits or more) or P-256 keys and nothing secret.");
    public static readonly TrustError Disabled = new("identity.application-disabled", ErrorKind.Conflict, "The application is disabled.");
    public static readonly TrustError NoSecret = new("identity.application-no-secret", ErrorKind.Conflict, "The application has no secret to rotate.");
    public static readonly TrustError OutOfReach = new("identity.application-out-of-reach", ErrorKind.Forbidden, "Your role does not reach this organisation.");
}
