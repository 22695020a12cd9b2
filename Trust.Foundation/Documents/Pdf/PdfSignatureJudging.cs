using System.Formats.Asn1;
using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;
using Trust.Crypto.TimeStamps;
using Trust.Documents.Pdf.Syntax;
using Trust.Documents.Verification;

namespace Trust.Documents.Pdf;

/// <summary>Judges one signature after another; the first thing that does not hold is its fault.</summary>
/// <param name="file">The file.</param>
/// <param name="pages">Its pages.</param>
/// <param name="fields">All its signatures.</param>
/// <param name="candidates">Certificates from elsewhere.</param>
internal sealed class PdfSignatureJudging(PdfFile file, List<PdfPage> pages, List<PdfSignatureField> fields, IReadOnlyList<Certificate> candidates)
{
    private const string DocumentTimeStamp = "ETSI.RFC3161";

    // SHA-1 over the covered bytes inside signed data, and a bare RSA value: both need SHA-1 (ISO 32000-1 clause 12.8.3).
    private static readonly string[] OldSubFilters = ["adbe.pkcs7.sha1", "adbe.x509.rsa_sha1"];

    private readonly Lazy<Dictionary<int, List<int>>> _shownOn = new(() => PdfRevisionFacts.WidgetPages(file, pages));
    private readonly PdfRevisionFacts _revisions = new(file, pages.Count, [.. fields.Select(field => field.SignatureNumber).Where(number => number > 0)]);

    public PdfSignature Judge(PdfSignatureField field)
    {
        file.Budget.Look();
        var dictionary = field.Signature;
        var coverage = PdfCoverage.Of(file, field);
        var signature = new PdfSignature
        {
            FieldName = field.Name,
            Filter = NameOf(dictionary, "Filter"),
            SubFilter = NameOf(dictionary, "SubFilter"),
            ByteRange = coverage.ByteRange,
            CoverageHolds = coverage.Fault is null,
            CoversWholeFile = coverage.Fault is null && coverage.ByteRange[2] + coverage.ByteRange[3] == file.Data.Length,
            ClaimedTime = file.Resolve(dictionary, "M") is { Kind: PdfKind.Text } time ? PdfText.DecodeDate(PdfText.Decode(time.Bytes.Span)) : null,
            Kind = PdfSignatureKind.Other,
            ShownOn = field.SignatureNumber > 0 && _shownOn.Value.TryGetValue(field.SignatureNumber, out var shown) ? shown : [],
        };
        if (coverage.Revision is { } revision && !ReferenceEquals(revision, file))
        {
            signature = _revisions.Compare(signature, revision, dictionary);
        }

        return coverage.Fault is null ? JudgeValue(signature, coverage) : Failed(signature, coverage.Fault, SubIndications.FormatFailure);
    }

    private PdfSignature JudgeValue(PdfSignature signature, PdfCoverage coverage)
    {
        if (TryReadDer(coverage.Contents!.Bytes, out var der) is { } malformed)
        {
            return Failed(signature, malformed, SubIndications.FormatFailure);
        }

        if (OldSubFilters.Contains(signature.SubFilter, StringComparer.OrdinalIgnoreCase))
        {
            return Open(signature, new(PdfFaults.SubFilterUnsupported, "The format of the signature needs SHA-1."), SubIndications.CryptoConstraintsFailure);
        }

        var covered = Covered(coverage.ByteRange);
        return string.Equals(signature.SubFilter, DocumentTimeStamp, StringComparison.OrdinalIgnoreCase) ? JudgeTimeStamp(signature, der, covered)
            : SignedData.TryParse(der.Span, out var data) ? JudgeSignedData(signature with { Kind = PdfSignatureKind.Signature }, data, covered)
            : IsSignedData(signature.SubFilter) ? Failed(signature, new(PdfFaults.ContentsInvalid, "Contents holds no signed data."), SubIndications.FormatFailure)
            : Open(signature, new(PdfFaults.SubFilterUnsupported, "The format of the signature is not judged here."), SubIndications.FormatFailure);
    }

    private static bool IsSignedData(string subFilter) =>
        new[] { "ETSI.CAdES.detached", "adbe.pkcs7.detached", "GM.SM2" }.Contains(subFilter, StringComparer.OrdinalIgnoreCase);

    // EN 319 102-1 clause 5.2.7: what speaks against the bytes comes before what speaks against the certificate.
    private PdfSignature JudgeSignedData(PdfSignature signature, SignedData data, byte[] covered)
    {
        if (data.Signers is not [var signer] || data.Content is not null)
        {
            return Failed(signature, new(PdfFaults.SignersInvalid, "Signed data has not exactly one signer, or brings content of its own."), SubIndications.FormatFailure);
        }

        var check = data.Check(signer, covered, candidates);
        signature = signature with { SignedData = data, SignerCheck = check, ClaimedTime = signature.ClaimedTime ?? signer.SigningTime, Certificate = check.Certificate, Certificates = data.Certificates };
        signature = WithTimeStamp(signature, signer);
        if (!check.AlgorithmAccepted || check.Certificate is { PublicKey: null })
        {
            return Open(signature, new(PdfFaults.AlgorithmUnsupported, "Digest or signature algorithm is not accepted."), SubIndications.CryptoConstraintsFailure);
        }

        if (check.DigestHolds == false)
        {
            return Failed(signature, new(PdfFaults.DigestMismatch, "The digest is not that of the covered bytes."), SubIndications.HashFailure);
        }

        if (check.ContentTypeHolds == false)
        {
            return Failed(signature, new(PdfFaults.ContentsInvalid, "The signed content type is not that of the content."), SubIndications.FormatFailure);
        }

        if (check.Certificate is null)
        {
            return Open(signature, new(PdfFaults.CertificateMissing, "The signer's certificate is not in the file."), SubIndications.NoSigningCertificateFound);
        }

        return check.SignatureHolds
            ? JudgeReference(signature, signer.NamesInAttributes(check.Certificate))
            : Failed(signature, new(PdfFaults.ValueMismatch, "The value is not a signature of the certificate's key."), SubIndications.SignatureCryptoFailure);
    }

    private static PdfSignature JudgeReference(PdfSignature signature, bool? names) => names switch
    {
        false => Open(signature, new(PdfFaults.CertificateMissing, "The signed attributes name another certificate."), SubIndications.NoSigningCertificateFound),
        null when string.Equals(signature.SubFilter, "ETSI.CAdES.detached", StringComparison.OrdinalIgnoreCase) =>
            Open(signature, new(PdfFaults.SigningCertificateMissing, "No signed attribute names the certificate."), SubIndications.SignatureConstraintsFailure),
        _ => signature,
    };

    private static PdfSignature WithTimeStamp(PdfSignature signature, SignerInfo signer)
    {
        var stamps = signer.SignatureTimeStamps.Take(2).ToList();
        if (stamps.Count == 0)
        {
            return signature;
        }

        if (!TimeStampToken.TryParse(stamps[0].Span, out var token))
        {
            return signature with { TimeStampFault = new(PdfFaults.TimeStampInvalid, "The time stamp is malformed.") };
        }

        var check = token.Verify(signer.Signature.Span, signature.Certificates);
        return signature with
        {
            TimeStamp = token,
            TimeStampCheck = check,
            TimeStampFault = check.IsValid ? null : new(PdfFaults.TimeStampInvalid, "The time stamp does not verify, or stamps something else."),
        };
    }

    private static PdfSignature JudgeTimeStamp(PdfSignature signature, ReadOnlyMemory<byte> der, byte[] covered)
    {
        signature = signature with { Kind = PdfSignatureKind.DocumentTimeStamp };
        if (!TimeStampToken.TryParse(der.Span, out var token))
        {
            return Failed(signature, new(PdfFaults.ContentsInvalid, "Contents holds no time stamp."), SubIndications.FormatFailure);
        }

        var check = token.Verify(covered);
        signature = signature with { TimeStamp = token, TimeStampCheck = check, Certificate = check.Certificate, Certificates = token.Certificates };
        return DigestAlgorithms.SizeOf(token.ImprintAlgorithm) is null
            ? Open(signature, new(PdfFaults.AlgorithmUnsupported, "The digest algorithm of the time stamp is not accepted."), SubIndications.CryptoConstraintsFailure)
            : !check.ImprintHolds ? Failed(signature, new(PdfFaults.DigestMismatch, "The digest is not that of the covered bytes."), SubIndications.HashFailure)
            : check.Certificate is null ? Open(signature, new(PdfFaults.CertificateMissing, "The authority's certificate is not in the file."), SubIndications.NoSigningCertificateFound)
            : !check.SignatureHolds || !check.AttributesHold ? Failed(signature, new(PdfFaults.TimeStampInvalid, "The time stamp does not verify."), SubIndications.SignatureCryptoFailure)
            : check.IsValid ? signature
            : Open(signature, new(PdfFaults.TimeStampInvalid, "The certificate is not for time stamps, or not the one that is named."), SubIndications.SignatureConstraintsFailure);
    }

    // The value ends where its encoding ends; what fills the place up behind it is not signed and so must say nothing.
    private static PdfFault? TryReadDer(ReadOnlyMemory<byte> contents, out ReadOnlyMemory<byte> der)
    {
        der = default;
        try
        {
            AsnDecoder.ReadEncodedValue(contents.Span, AsnEncodingRules.BER, out _, out _, out var length);
            der = contents[..length];
            return contents.Span[length..].IndexOfAnyExcept((byte)0) < 0 ? null : new(PdfFaults.ContentsInvalid, "Something stands in Contents behind the signature value.");
        }
        catch (AsnContentException)
        {
            return new(PdfFaults.ContentsInvalid, "Contents holds no encoded value.");
        }
    }

    private byte[] Covered(IReadOnlyList<long> range)
    {
        var covered = new byte[range[1] + range[3]];
        file.Data.Span[..(int)range[1]].CopyTo(covered);
        file.Data.Span.Slice((int)range[2], (int)range[3]).CopyTo(covered.AsSpan((int)range[1]));
        return covered;
    }

    private string NameOf(PdfValue dictionary, string key) => PdfRevisionFacts.NameOf(file, dictionary, key);

    private static PdfSignature Failed(PdfSignature signature, PdfFault fault, string subIndication) =>
        signature with { Fault = fault, Indication = Indication.TotalFailed, SubIndication = subIndication };

    private static PdfSignature Open(PdfSignature signature, PdfFault fault, string subIndication) =>
        signature with { Fault = fault, Indication = Indication.Indeterminate, SubIndication = subIndication };
}
