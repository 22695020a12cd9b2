using System.Diagnostics.CodeAnalysis;
using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;
using Trust.Crypto.Keys;

namespace Trust.Documents.Pdf;

/// <summary>Signs PDF files in one step: <see cref="PdfSignatureDraft"/>, <see cref="CadesSignature"/> and the two put together (PAdES B-B, with a time stamp B-T).</summary>
public static class PdfSigner
{
    /// <summary>Signs a file.</summary>
    /// <param name="pdf">The whole file.</param>
    /// <param name="request">What to write beside the value; its format must fit the key.</param>
    /// <param name="key">The key, wherever it lies.</param>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="signedPdf">The new file, when true; it begins with exactly the bytes of <paramref name="pdf"/>.</param>
    /// <param name="fault">Why not, when false; then the key has signed nothing, except for <see cref="PdfFaults.ContentsTooLarge"/>.</param>
    /// <param name="chain">Further certificates that are written along.</param>
    /// <param name="timeStamp">Stamps the signature value and gives a token (RFC 3161); null for none.</param>
    /// <exception cref="ArgumentException">The key is not that of the certificate.</exception>
    public static bool TrySign(
        ReadOnlyMemory<byte> pdf,
        PdfSignatureRequest request,
        ISigningKey key,
        Certificate certificate,
        [NotNullWhen(true)] out byte[]? signedPdf,
        [NotNullWhen(false)] out PdfFault? fault,
        IReadOnlyList<Certificate>? chain = null,
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? timeStamp = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(key);
        signedPdf = null;
        if ((request.Format == PdfSignatureFormat.Sm2) != (key.Algorithm == KeyAlgorithm.Sm2))
        {
            fault = new(PdfFaults.ValueInvalid, "The format of the signature does not fit the key.");
            return false;
        }

        if (!PdfSignatureDraft.TryPrepare(pdf, request, out var draft, out fault))
        {
            return false;
        }

        var value = CadesSignature.Sign(key, certificate, draft.Digest.Span, chain, timeStamp);
        if (value.Length > draft.ContentsSize)
        {
            fault = new(PdfFaults.ContentsTooLarge, $"The signature value has {value.Length} bytes; {draft.ContentsSize} were kept for it.");
            return false;
        }

        signedPdf = draft.Complete(value);
        return true;
    }
}
