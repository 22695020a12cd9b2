using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Trust.Crypto;
using Trust.Documents.Packaging;
using Trust.Documents.Pdf.Syntax;

namespace Trust.Documents.Pdf;

/// <summary>
/// A PDF file made ready for one more signature by an incremental update (ISO 32000-1 clause 7.5.6): everything is fixed but the signature value, which the
/// caller makes elsewhere. The new file begins with exactly the bytes of the old one, so that earlier signatures stay what they were. Immutable.
/// </summary>
public sealed class PdfSignatureDraft
{
    /// <summary>Largest file that is signed: 256 MiB.</summary>
    public const int MaximumSizeInBytes = 256 * 1024 * 1024;

    private readonly byte[] _file;
    private readonly int _gapStart;
    private readonly int _gapEnd;

    internal PdfSignatureDraft(byte[] file, int gapStart, int gapEnd, string fieldName, PdfSignatureFormat format)
    {
        _file = file;
        _gapStart = gapStart;
        _gapEnd = gapEnd;
        FieldName = fieldName;
        Format = format;
        Digest = format == PdfSignatureFormat.Sm2 ? DigestSm3() : DigestSha256();
    }

    /// <summary>Digest of the covered bytes, 32 bytes: SM3 for <see cref="PdfSignatureFormat.Sm2"/>, else SHA-256. What the signed data must sign.</summary>
    public ReadOnlyMemory<byte> Digest { get; }

    /// <summary>Format that was asked for.</summary>
    public PdfSignatureFormat Format { get; }

    /// <summary>Name of the new signature field.</summary>
    public string FieldName { get; }

    /// <summary>Bytes that a signature value may have.</summary>
    public int ContentsSize => (_gapEnd - _gapStart - 2) / 2;

    /// <summary>The four numbers of ByteRange.</summary>
    public IReadOnlyList<int> ByteRange => [0, _gapStart, _gapEnd, _file.Length - _gapEnd];

    /// <summary>Makes a file ready.</summary>
    /// <param name="pdf">The whole file; it must not change while this runs.</param>
    /// <param name="request">What to write beside the value.</param>
    /// <param name="draft">The draft, when true.</param>
    /// <param name="fault">Why not, when false; hostile files never throw.</param>
    /// <param name="time">Source of the time that bounds reading; the system's when null.</param>
    /// <returns>
    /// False for a file that is broken (it is never repaired), encrypted, certified against changes, or with XFA or hybrid cross-references, and for a request
    /// that does not fit it.
    /// </returns>
    public static bool TryPrepare(
        ReadOnlyMemory<byte> pdf,
        PdfSignatureRequest request,
        [NotNullWhen(true)] out PdfSignatureDraft? draft,
        [NotNullWhen(false)] out PdfFault? fault,
        TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        draft = null;
        fault = request.Check();
        if (fault is not null)
        {
            return false;
        }

        try
        {
            var budget = new PdfBudget(DocumentLimits.Default with { MaxFileBytes = MaximumSizeInBytes }, time);
            draft = new PdfSignatureUpdate(PdfFile.Read(pdf, budget), request).Write();
            return true;
        }
        catch (PdfFormatException e)
        {
            fault = e.Fault;
            return false;
        }
    }

    /// <summary>The signed file.</summary>
    /// <param name="signedValue">DER of the signed data over <see cref="Digest"/>, at most <see cref="ContentsSize"/> bytes.</param>
    /// <returns>The whole new file.</returns>
    /// <exception cref="ArgumentException"><paramref name="signedValue"/> is empty or too large.</exception>
    public byte[] Complete(ReadOnlySpan<byte> signedValue)
    {
        if (signedValue.IsEmpty || signedValue.Length > ContentsSize)
        {
            throw new ArgumentException("A signature value is never empty and never larger than the place kept for it.", nameof(signedValue));
        }

        var file = (byte[])_file.Clone();
        Encoding.ASCII.GetBytes(Convert.ToHexString(signedValue), file.AsSpan(_gapStart + 1));
        return file;
    }

    private byte[] DigestSha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_file.AsSpan(0, _gapStart));
        hash.AppendData(_file.AsSpan(_gapEnd));
        return hash.GetHashAndReset();
    }

    private byte[] DigestSm3()
    {
        using var hasher = new Sm3Hasher();
        hasher.Append(_file.AsSpan(0, _gapStart));
        hasher.Append(_file.AsSpan(_gapEnd));
        return hasher.GetHashAndReset();
    }
}
