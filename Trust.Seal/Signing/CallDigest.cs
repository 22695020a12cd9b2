using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Trust.Contracts.Seal;
using Trust.Crypto;

namespace Trust.Seal.Signing;

/// <summary>What makes two calls the same call.</summary>
internal static class CallDigest
{
    /// <summary>SM3 over every argument, each behind its length.</summary>
    public static byte[] Of(SealDocumentCall call)
    {
        using var hasher = new Sm3Hasher();
        Append(hasher, "trust-seal-call-v1");
        Append(hasher, call.SealId.ToString("N"));
        Append(hasher, call.GrantId.ToString("N"));
        Append(hasher, call.Purpose);
        Append(hasher, call.FileName);
        Append(hasher, call.RidingSeam ? "seam" : "places");
        foreach (var place in call.Places)
        {
            Append(hasher, string.Create(CultureInfo.InvariantCulture, $"{place.Page}|{place.X:R}|{place.Y:R}"));
        }

        Append(hasher, call.Document.Span);
        return hasher.GetHashAndReset();
    }

    private static void Append(Sm3Hasher hasher, string text) => Append(hasher, Encoding.UTF8.GetBytes(text));

    private static void Append(Sm3Hasher hasher, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hasher.Append(length);
        hasher.Append(bytes);
    }
}
