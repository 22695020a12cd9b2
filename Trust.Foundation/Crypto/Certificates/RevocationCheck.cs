using System.Globalization;

namespace Trust.Crypto.Certificates;

/// <summary>Revocation of one certificate by complete lists of its issuer (RFC 5280 section 6.3).</summary>
internal static class RevocationCheck
{
    private const string Name = "revocation";
    private const int MaxLists = 64;

    internal static PathCheck Check(Certificate certificate, Certificate issuer, PathValidationOptions options, int depth)
    {
        var lists = options.RevocationLists.Take(MaxLists)
            .Where(list => list.Issuer.Equals(certificate.Issuer))
            .OrderByDescending(list => list.ThisUpdate)
            .Where(list => MaySign(issuer) && issuer.PublicKey is { } key && list.IsSignedBy(key))
            .ToList();

        // A revocation that any signed list names is believed, even of a list too old or too partial to prove the opposite.
        var revoked = lists.Select(list => list.Find(certificate)).FirstOrDefault(entry => entry is { Reason: not RevocationReason.RemoveFromCrl });
        if (revoked is not null)
        {
            var detail = $"{revoked.Reason} at {Text(revoked.Time)}.";
            return revoked.Time <= options.Time
                ? new(depth, Name, PathVerdict.Failed, PathReason.Revoked, detail, revoked)
                : new(depth, Name, PathVerdict.Passed, PathReason.RevokedLater, detail, revoked);
        }

        if (lists.Find(list => Proves(list, certificate, options.Time)) is { } proof)
        {
            return new(depth, Name, PathVerdict.Passed, PathReason.Ok, $"Not on the list of {Text(proof.ThisUpdate)}.");
        }

        const string missing = "No list of the issuer covers the time.";
        return options.Revocation == RevocationMode.Required
            ? new(depth, Name, PathVerdict.Indeterminate, PathReason.RevocationUnknown, missing)
            : new(depth, Name, PathVerdict.Passed, PathReason.RevocationUnknown, missing);
    }

    private static bool MaySign(Certificate issuer) => issuer.KeyUsage is not { } usage || usage.HasFlag(KeyUsages.CrlSign);

    // A list made later than the stated time knows more, not less, until the certificate has expired and may have been dropped from it; unless the list says that it drops none.
    private static bool Proves(RevocationList list, Certificate certificate, DateTimeOffset time) =>
        list.IsComplete
        && (list.NextUpdate is null || time <= list.NextUpdate)
        && (list.ThisUpdate <= certificate.NotAfter || list.KeepsExpiredSince <= certificate.NotAfter);

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
