namespace Trust.Contracts;

/// <summary>What a caller can do about a refusal; decides the HTTP status.</summary>
public enum ErrorKind
{
    /// <summary>The request is malformed or breaks a rule (400).</summary>
    Invalid,

    /// <summary>Nobody is signed in, or the credentials do not hold (401).</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not (403).</summary>
    Forbidden,

    /// <summary>Nothing is there, or the caller may not know that it is (404).</summary>
    NotFound,

    /// <summary>The state does not allow it, or the idempotency key was used for another request (409).</summary>
    Conflict,

    /// <summary>The content is larger than the limit (413).</summary>
    TooLarge,

    /// <summary>Well-formed, but the content cannot be processed (422).</summary>
    Unprocessable,

    /// <summary>Too many requests of this class (429).</summary>
    TooMany,

    /// <summary>Another system or module is not answering; the same call may be repeated (503).</summary>
    Unavailable,
}

/// <summary>A refusal the caller can act on. Codes are <c>module.reason</c>, are listed per module and never change meaning.</summary>
/// <param name="Code">Stable code, lower case: <c>module.reason</c>.</param>
/// <param name="Kind">What the caller can do about it.</param>
/// <param name="Detail">One English sentence without personal data.</param>
public sealed record TrustError(string Code, ErrorKind Kind, string Detail);
