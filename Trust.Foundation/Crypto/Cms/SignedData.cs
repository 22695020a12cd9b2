using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using Trust.Crypto.Certificates;

namespace Trust.Crypto.Cms;

/// <summary>
/// SignedData of GB/T 35275-2017 (GM/T 0010-2012) or of PKCS#7 and CMS (RFC 2315, RFC 5652), read over its stored bytes. At least one SignerInfo
/// is demanded: signed data that nobody signed is not signed. Immutable.
/// </summary>
public sealed class SignedData
{
    /// <summary>Largest value that is read: 4 MiB.</summary>
    public const int MaxSizeInBytes = 4 * 1024 * 1024;

    private const int MaxCertificates = 64;
    private const int MaxSigners = 16;

    private SignedData(ReadOnlyMemory<byte> der)
    {
        Encoded = der;
        var outer = new AsnReader(der, AsnEncodingRules.BER);
        var contentInfo = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        OuterContentType = contentInfo.ReadObjectIdentifier();
        if (OuterContentType is not (CmsOids.SignedData or CmsOids.ChineseSignedData))
        {
            throw new AsnContentException("The content is not SignedData.");
        }

        var wrapped = contentInfo.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
        contentInfo.ThrowIfNotEmpty();
        var data = wrapped.ReadSequence();
        wrapped.ThrowIfNotEmpty();
        data.ReadIntegerBytes();
        data.ReadSetOf(skipSortOrderValidation: true);
        (ContentType, Content) = ReadContent(data.ReadSequence());
        Certificates = ReadCertificates(data);
        var crls = new Asn1Tag(TagClass.ContextSpecific, 1);
        if (data.HasData && data.PeekTag().HasSameClassAndValue(crls))
        {
            data.ReadEncodedValue();
        }

        Signers = ReadSigners(data.ReadSetOf(skipSortOrderValidation: true));
        data.ThrowIfNotEmpty();
    }

    /// <summary>The whole ContentInfo as received.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>OID of the outer content: 1.2.156.10197.6.1.4.2.2 (GM/T 0010) or 1.2.840.113549.1.7.2 (PKCS#7).</summary>
    public string OuterContentType { get; }

    /// <summary>Whether the outer content type is that of GM/T 0010.</summary>
    public bool IsChinese => OuterContentType == CmsOids.ChineseSignedData;

    /// <summary>OID of the signed content.</summary>
    public string ContentType { get; }

    /// <summary>Octets of the signed content, or null where it lies elsewhere (detached).</summary>
    public ReadOnlyMemory<byte>? Content { get; }

    /// <summary>Certificates that came along; those that do not decode are left out.</summary>
    public IReadOnlyList<Certificate> Certificates { get; }

    /// <summary>1 to 16 signers.</summary>
    public IReadOnlyList<SignerInfo> Signers { get; }

    /// <summary>Reads signed data.</summary>
    /// <param name="der">DER or BER of a ContentInfo, nothing after it, at most 4 MiB; copied.</param>
    /// <param name="signedData">The value, or null.</param>
    /// <returns>False for anything malformed, without a signer, or with more than 64 certificates or 16 signers.</returns>
    public static bool TryParse(ReadOnlySpan<byte> der, [NotNullWhen(true)] out SignedData? signedData) =>
        EncodedStructure.TryParse(der, MaxSizeInBytes, bytes => new SignedData(bytes), out signedData);

    /// <summary>Checks one signer.</summary>
    /// <param name="signer">One of <see cref="Signers"/>.</param>
    /// <param name="content">The signed content: <see cref="Content"/>, or the detached octets.</param>
    /// <param name="candidates">Certificates from elsewhere, beside those that came along.</param>
    /// <returns>What holds and what does not. Nothing is said about trust in the certificate.</returns>
    public SignerCheck Check(SignerInfo signer, ReadOnlySpan<byte> content, IEnumerable<Certificate>? candidates = null)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return SignerChecking.Check(signer, ContentType, content, Certificates.Concat(candidates ?? []));
    }

    private static (string Type, ReadOnlyMemory<byte>? Content) ReadContent(AsnReader sequence)
    {
        var type = sequence.ReadObjectIdentifier();
        if (!sequence.HasData)
        {
            return (type, null);
        }

        var wrapped = sequence.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
        sequence.ThrowIfNotEmpty();
        var content = wrapped.ReadOctetString();
        wrapped.ThrowIfNotEmpty();
        return (type, content);
    }

    private static List<Certificate> ReadCertificates(AsnReader data)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0);
        var certificates = new List<Certificate>();
        if (!data.HasData || !data.PeekTag().HasSameClassAndValue(tag))
        {
            return certificates;
        }

        var set = data.ReadSetOf(skipSortOrderValidation: true, tag);
        for (var count = 0; set.HasData; count++)
        {
            var encoded = set.ReadEncodedValue();
            if (count >= MaxCertificates)
            {
                throw new AsnContentException("Too many certificates.");
            }

            if (Certificate.TryParse(encoded.Span, out var certificate))
            {
                certificates.Add(certificate);
            }
        }

        return certificates;
    }

    private static List<SignerInfo> ReadSigners(AsnReader set)
    {
        var signers = new List<SignerInfo>();
        while (set.HasData)
        {
            signers.Add(new(set.ReadSequence()));
            if (signers.Count > MaxSigners)
            {
                throw new AsnContentException("Too many signers.");
            }
        }

        return signers.Count > 0 ? signers : throw new AsnContentException("Nobody signed.");
    }
}
