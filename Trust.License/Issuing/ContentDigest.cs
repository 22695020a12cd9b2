using System.Text;
using Trust.Crypto;
using Trust.Documents.Packaging;

namespace Trust.License.Issuing;

/// <summary>
/// Digest of what a licence file says, the same before and after the log proof and seals are added: SM3 over the sorted list of entry names and SM3 digests. Left out is what
/// changes by proof and seals: OFD.xml, the list of attachments, the proof itself, everything below Signs. What is left out the seal covers; the metadata of OFD.xml stand in the
/// data file too, which is digested.
/// </summary>
internal static class ContentDigest
{
    private const string Prefix = "trust-licence-content-v1\n";

    /// <summary>Computes it.</summary>
    /// <returns>32 bytes; null where an entry cannot be read.</returns>
    public static byte[]? Of(OfdPackage package, string? proofEntry)
    {
        using var hasher = new Sm3Hasher();
        hasher.Append(Encoding.ASCII.GetBytes(Prefix));
        string[] names =
        [
            .. package.Entries.Where(entry => !entry.IsDirectory && !LeavesOut(entry.Name, proofEntry)).Select(entry => entry.Name).Order(StringComparer.Ordinal),
        ];
        var digests = package.Digest(names);
        foreach (var name in names)
        {
            if (digests[name] is not { } digest)
            {
                return null;
            }

            hasher.Append(Encoding.UTF8.GetBytes($"{name}\n{Convert.ToHexStringLower(digest)}\n"));
        }

        return hasher.GetHashAndReset();
    }

    /// <summary>Whether an entry is no part of the digest.</summary>
    public static bool LeavesOut(string name, string? proofEntry) =>
        name == proofEntry || name.Equals("OFD.xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith("/Attachs/Attachments.xml", StringComparison.Ordinal)
        || name.Contains("/Signs/", StringComparison.Ordinal);
}
