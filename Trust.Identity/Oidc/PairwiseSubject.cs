using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Trust.Identity.Oidc;

/// <summary>
/// Pairwise <c>sub</c> (OpenID Connect Core section 8.1): two sectors cannot find out that they serve the same person. The sector is the host of the redirect address.
/// </summary>
internal static class PairwiseSubject
{
    public static string Of(string sector, Guid accountId, ReadOnlySpan<byte> salt) => Base64Url.EncodeToString(
        SHA256.HashData([.. Encoding.UTF8.GetBytes(sector.ToLowerInvariant()), 0, .. accountId.ToByteArray(bigEndian: true), .. salt]));
}
